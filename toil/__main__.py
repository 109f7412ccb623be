"""`python -m toil`, the same as `toil`."""

from toil.cli import main

main()
