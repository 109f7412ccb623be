"""Relations computed by Spark from the same SQL files, where that is exact; all others are refused, with the reason."""
