"""The measurements run, and what they find is told as it is."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.__main__ import MEASUREMENTS, run
from tests.bench.report import PAGE, PLOT, entry, figure, read, short_table, write
from tests.bench.row import Curve, Measured, Measurement, Row, Scale
from tests.programs import ROOT, environment

MET = Row(what="a look", unit="ms", ours=3, peer="a reader", theirs=2, most_ratio=1.5)
MISSED = Row(what="a start", unit="s", ours=1234.5, peer="empty", theirs=1000, most_ratio=1.2, most=2000)


# They start apps, browsers and workers again that others of `make test` start, and take three times the rest.
LARGE = {"inflight", "start", "page", "chaos"}
SMALL = {one.name for one in MEASUREMENTS} - LARGE


@pytest.mark.timeout(400)
@pytest.mark.parametrize("names", [SMALL, pytest.param(LARGE, marks=pytest.mark.long)], ids=["small", "large"])
def test_every_measurement_runs_at_its_smallest(tmp_path: Path, names: set[str]) -> None:
    before = read()
    # A process of its own: the peers leave files open, which is theirs to answer for.
    command = [sys.executable, "-m", "tests.bench", "--smoke", "--only", *names]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment(tmp_path), timeout=380
    )
    assert done.returncode == 0, done.stderr
    assert all(one.title in done.stdout for one in MEASUREMENTS if one.name in names)
    assert "All of it took" in done.stdout
    assert read() == before, "figures of a smoke run are kept nowhere"


def test_a_goal_is_met_or_not_or_was_never_set() -> None:
    assert (MET.ratio, MET.met) == (1.5, True)
    assert MISSED.met is False
    assert Row(what="a size", unit="MB", ours=1).met is None
    assert Row(what="losses", unit="", ours=0, most=0).met is True
    assert Row(what="a look", unit="ms", ours=1, peer="nothing", theirs=0, most_ratio=1).met is False


def test_what_is_kept_is_read_again_and_shown(tmp_path: Path) -> None:
    curve = Curve(chart="Growth", x="jobs", y="ms", line="ours", points=((1, 2), (10, 3)))
    entries = {"one": entry("One", Measured(rows=(MET, MISSED), curves=(curve,)), load=3.14, seconds=7.4)}
    write(entries, tmp_path)
    assert read(tmp_path) == entries
    page = (tmp_path / PAGE).read_text(encoding="utf-8")
    assert "| a start | 1,234 s | empty | 1,000 s | 1.23 | ratio ≤ 1.2, ≤ 2000 s | **no** |" in page
    assert "others were at work" in page
    assert (tmp_path / PLOT).stat().st_size > 5000
    assert "| a look | 3 ms | a reader: 2 ms | 1.50 | ratio ≤ 1.5 | yes |" in short_table(entries)


def test_a_figure_has_three_digits_that_mean_something() -> None:
    assert [figure(value, "s") for value in (0.123, 12.34, 123.4, 12345, 0, None)] == [
        "0.12 s", "12.3 s", "123 s", "12,345 s", "0 s", ""
    ]  # fmt: skip


def test_one_measurement_is_run_in_a_folder_of_its_own() -> None:
    given: list[tuple[list[Path], bool]] = []

    def measure(folder: Path, scale: Scale) -> Measured:
        given.append((list(folder.iterdir()), scale.smoke))
        return Measured(rows=(MET,))

    told = run(Measurement(name="one", title="One", measure=measure), Scale(smoke=True))
    assert given == [([], True)]
    assert (told.title, told.measured.rows) == ("One", (MET,))
