"""What a long history costs: a page of it and a search, with 10 to 100,000 records.

Each figure is the median of many calls, and the lengths take turns; the peer is this history while it
is short. Ten entries are asked for, which is what the short history has; where a question has fewer answers there, the
long one reads more of them, and no goal is set.
"""

from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from time import perf_counter

from lib.jobs.history import History
from lib.jobs.records import sqlite_url
from tests.bench.row import Curve, Measured, Row, Scale
from tests.jobs.pasts import QUESTIONS, multiply, past, write_past

LENGTHS = (10, 1_000, 10_000, 100_000)
MADE = 5_000
ROUNDS = 40
SHOWN = 10
DRAWN = ("the newest", "a word that many have", "a word that one has")


def spent_on(histories: dict[int, History], question: str, rounds: int) -> dict[int, tuple[float, int]]:
    """Give the median milliseconds and the number of entries for each length."""
    spent: dict[int, list[float]] = {length: [] for length in histories}
    found = dict.fromkeys(histories, 0)
    for _ in range(rounds):
        for length, history in histories.items():
            began = perf_counter()
            page = history.page("anna", QUESTIONS[question], limit=SHOWN)
            spent[length].append((perf_counter() - began) * 1000)
            found[length] = len(page.entries)
    return {length: (median(times), found[length]) for length, times in spent.items()}


def measure(folder: Path, scale: Scale) -> Measured:
    """Ask every question at every length."""
    lengths = scale.of(LENGTHS, LENGTHS[:2])
    shortest, longest = lengths[0], lengths[-1]
    rows, curves = [], []
    with ExitStack() as stack:
        histories = {}
        for length in lengths:
            url = sqlite_url(folder, f"{length}.sqlite3")
            # The longest are made of a part of theirs, inside the database: only the reading is measured.
            part = min(length, MADE)
            store = stack.enter_context(closing(write_past(url, *past(part))))
            multiply(store, length // part)
            histories[length] = History(store)
        for question in QUESTIONS:
            spent = spent_on(histories, question, scale.of(ROUNDS, 1))
            (short, few), (long, many) = spent[shortest], spent[longest]
            what = f"{question}, of {longest:,} records ({many} shown)"
            peer = f"of {shortest} ({few} shown)"
            # Where the short history has fewer answers, the long one reads more of them: no goal can be held there.
            goal = 1.5 if few == many else None
            rows.append(Row(what=what, unit="ms", ours=long, peer=peer, theirs=short, most_ratio=goal))
            points = tuple((float(length), time) for length, (time, _) in spent.items())
            if question in DRAWN:
                curves.append(
                    Curve(chart="A question to the history", x="records", y="ms", line=question, points=points)
                )
    return Measured(rows=tuple(rows), curves=tuple(curves))
