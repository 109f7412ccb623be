"""What it costs to share a journal, to send builds through a lake, and to let Spark compute."""
