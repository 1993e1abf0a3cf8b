"""Forty kills with -9 over the whole life of jobs, and what they cost. `python -m tests.bench.chaos`."""

import random
import sys
import tempfile
from pathlib import Path

from tests.chaos.kills import LISTED, RECORDED, STAGES, AnyMoment, Moment, run_through

KILLS = 40
SEED = 20261124
LONGEST_SECONDS = 4.0


def moments(seed: int = SEED) -> list[Moment]:
    """Give the moments: each stage's, each record's, and others at random, in a random order that a seed repeats."""
    chance = random.Random(seed)
    alone: list[Moment] = [*STAGES, *RECORDED]
    rest = KILLS - len(alone) - len(LISTED)
    alone += [AnyMoment(seconds=chance.uniform(0.3, LONGEST_SECONDS)) for _ in range(rest)]
    chance.shuffle(alone)
    # The pairs stay in their order: the second of each needs what the first left behind.
    return [*LISTED, *alone]


def main() -> int:
    """Run, print the tally, and give 1 where money was lost."""
    with tempfile.TemporaryDirectory() as folder:
        tally = run_through(moments(), Path(folder))
    print(tally)  # noqa: T201 - the result
    return 1 if tally.paid_twice or tally.unheld or tally.unended else 0


if __name__ == "__main__":
    sys.exit(main())
