"""What a long history costs: a page of it and a search, with 10 to 100,000 records. `python -m tests.bench.history`.

Each figure is the median of many calls, and the lengths take turns. The goal is that 10,000 records take at most 1.5
times as long as 10. Ten entries are asked for, which is what the short history has; where a question has fewer answers
there, the long one reads more of them, and its figure says so.
"""

import tempfile
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from time import perf_counter

from lib.jobs.history import History
from lib.jobs.records import sqlite_url
from tests.jobs.pasts import QUESTIONS, past, write_past

LENGTHS = (10, 1_000, 10_000, 100_000)
ROUNDS = 60
SHOWN = 10


def measure(histories: dict[int, History], question: str) -> dict[int, tuple[float, int]]:
    """Give the median milliseconds and the number of entries for each length."""
    spent: dict[int, list[float]] = {length: [] for length in histories}
    found = dict.fromkeys(histories, 0)
    for _ in range(ROUNDS):
        for length, history in histories.items():
            began = perf_counter()
            page = history.page("anna", QUESTIONS[question], limit=SHOWN)
            spent[length].append((perf_counter() - began) * 1000)
            found[length] = len(page.entries)
    return {length: (median(times), found[length]) for length, times in spent.items()}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        histories = {}
        for length in LENGTHS:
            url = sqlite_url(Path(folder), f"{length}.sqlite3")
            histories[length] = History(stack.enter_context(closing(write_past(url, *past(length)))))
        rows = [["question", *(f"{length:,} records, ms (entries)" for length in LENGTHS), "10,000 against 10"]]
        rows.append(["---"] * len(rows[0]))
        for question in QUESTIONS:
            figures = measure(histories, question)
            cells = [f"{spent:.2f} ({found})" for spent, found in figures.values()]
            rows.append([question, *cells, f"{figures[10_000][0] / figures[10][0]:.2f} x"])
    print("\n".join(f"| {' | '.join(row)} |" for row in rows))  # noqa: T201  # a command's output


if __name__ == "__main__":
    main()
