"""How long and how much memory a whole build takes, from ten thousand items to a million."""
