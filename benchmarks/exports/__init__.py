"""How long many candidates take to leave the house, in each format."""
