"""What a first load and an incremental run cost, beside the plain programs that one would write first."""
