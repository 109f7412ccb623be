"""Speed and memory, shown by commands that anybody can run."""
