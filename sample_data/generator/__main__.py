"""`python -m sample_data.generator`: plays the world and writes the files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sample_data.generator.output import write_all
from sample_data.generator.world import play

DEFAULT_SEED = 20261122


def main(arguments: list[str] | None = None) -> int:
    """Reads the arguments, writes the sample, and says on stderr what was written."""
    parser = argparse.ArgumentParser(prog="python -m sample_data.generator", description=__doc__)
    parser.add_argument("--weeks", type=int, default=26, help="full ISO weeks, ending with 2026-W47")
    parser.add_argument("--scale", type=int, default=1, help="how many teams of nine")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parents[1])
    options = parser.parse_args(arguments)
    if options.weeks < 1 or options.scale < 1:
        parser.error("--weeks and --scale must be at least 1")
    written = write_all(play(weeks=options.weeks, scale=options.scale, seed=options.seed), options.output)
    for name, count in written.items():
        print(f"{name}: {count}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
