"""How well and how fast recurring work is grouped, beside other methods."""
