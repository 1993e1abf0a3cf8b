"""Kills with -9 over the whole life of jobs, and what they cost: every stage, every record, and moments at random."""

import random
from pathlib import Path

from tests.bench.row import Measured, Row, Scale
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


def measure(folder: Path, scale: Scale) -> Measured:
    """Kill, let everything end, and count."""
    chosen = moments()
    tally = run_through(scale.of(chosen, [AnyMoment(seconds=1.0)]), folder)
    counts = {
        "tasks paid for twice": len(tally.paid_twice),
        "tasks paid for and lost": len(tally.unheld),
        "jobs that never ended": len(tally.unended),
    }
    return Measured(
        rows=(
            Row(what=f"jobs begun over {tally.kills} kills", unit="", ours=len(tally.records)),
            *(
                Row(what=f"{name}, of {len(tally.tasks)}", unit="", ours=count, most=0)
                for name, count in counts.items()
            ),
        )
    )
