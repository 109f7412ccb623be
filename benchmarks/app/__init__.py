"""How long the app's readers wait, and what its server takes, on stores of up to a million items."""
