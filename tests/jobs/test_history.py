"""The history: pages, search, favourites, removal with undo, and that each visitor has an own one."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

import pytest

from lib.jobs.history import COUNTED, PAGE_LENGTH, UNDER_WAY, Entry, History, Wanted
from lib.jobs.record import JobState, Record
from lib.jobs.records import Records, sqlite_url
from tests.jobs.builders import new_record
from tests.jobs.pasts import QUESTIONS, past, write_past

Opened = Callable[..., History]
LEAST_ROUNDS, ROUNDS = 20, 400
LENGTHS = (10, 10_000)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Write records into a new database, and open the history that they make."""
    stores: list[Records] = []

    def write(*records: Record) -> History:
        folder = tmp_path / str(len(stores))
        folder.mkdir()
        stores.append(write_past(sqlite_url(folder, "jobs.sqlite3"), *records))
        return History(stores[-1])

    yield write
    for store in stores:
        store.close()


ALL = Wanted()


def walked(history: History, wanted: Wanted = ALL, limit: int = PAGE_LENGTH) -> list[Entry]:
    """Read all pages of what is wanted."""
    found, before = list[Entry](), None
    while True:
        page = history.page("anna", wanted, before=before, limit=limit)
        found += page.entries
        before = page.following
        if before is None:
            return found


def names(entries: list[Entry] | tuple[Entry, ...]) -> list[str]:
    return [entry.job for entry in entries]


def test_pages_give_every_record_once_newest_first(opened: Opened) -> None:
    records = past(101)
    history = opened(*random.Random(3).sample(records, len(records)))
    assert names(walked(history)) == [record.job for record in reversed(records)]
    assert names(walked(history, limit=101)) == names(walked(history, limit=1))


def test_what_comes_meanwhile_neither_repeats_nor_hides_an_entry(opened: Opened, tmp_path: Path) -> None:
    history = opened(*past(30))
    first = history.page("anna", Wanted())
    newer = Records(sqlite_url(tmp_path / "0", "jobs.sqlite3"))
    newer.add(new_record("newer", created=9_000_000.0))
    newer.close()
    second = history.page("anna", Wanted(), before=first.following)
    assert names(first.entries + second.entries) == [f"anna-{number}" for number in range(29, 5, -1)]


def test_an_entry_tells_what_a_card_shows(opened: Opened) -> None:
    history = opened(new_record("one", prompt="Image 1\n  waves " + "x" * 300, favourite=True, video="video.mp4"))
    (entry,) = history.page("anna", Wanted()).entries
    assert entry.title == ("Image 1 waves " + "x" * 300)[:160]
    assert (entry.state, entry.favourite, entry.video) == (JobState.WAITING, True, "video.mp4")
    assert (entry.model, entry.resolution, entry.ratio, entry.duration) == ("wan2.7-r2v", "720P", "16:9", 2.0)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("teapot", ["tea"]),
        ("TEA", ["tea", "file"]),
        ("danc tea", ["tea"]),
        ("pot", []),
        ("rain", ["negative"]),
        ("anna.png", ["tea", "negative", "cats", "file"]),
        ("wan2.7-r2v", ["tea", "negative", "cats", "file"]),
        ("猫", ["cats"]),
        ("猫喝茶", ["cats"]),
        ("喝茶", ["cats"]),
        ("茶猫", []),
        ("图1", ["cats"]),
        ("Café", ["file"]),
        ("", ["tea", "negative", "cats", "file"]),
        ("…", ["tea", "negative", "cats", "file"]),
        ('tea" OR "image', []),
        ("x" * 5000, []),
    ],
)
def test_the_search_finds_words_by_their_beginning(opened: Opened, words: str, found: list[str]) -> None:
    negative = new_record("negative", created=1002.0)
    values = {**negative.order.values, "negative_prompt": "rain, fog"}
    history = opened(
        new_record("tea", prompt="A teapot, dancing.", created=1003.0),
        Record(**{**vars(negative), "order": type(negative.order)(**{**vars(negative.order), "values": values})}),
        new_record("cats", prompt="图1和猫喝茶", created=1001.0),
        new_record("file", prompt="The CAFÉ of teas.", created=1000.0),
        new_record("hers", prompt="A teapot, dancing.", created=1004.0, visitor="berta"),
    )
    assert names(walked(history, Wanted(words=words))) == found


def test_every_filter_gives_what_reading_all_would(opened: Opened) -> None:
    records = past(300)
    assert_filters_give_what_reading_all_would(opened(*records, *past(50, visitor="berta", seed=1)), records)


def test_postgres_finds_the_same(postgres_url: str) -> None:
    records = past(300)
    cats = new_record("cats", prompt="图1和猫喝茶", state=JobState.SUCCEEDED)
    with closing(write_past(postgres_url, *records, *past(50, visitor="berta", seed=1), cats)) as store:
        history = History(store)
        assert names(walked(history, Wanted(words="喝茶"))) == ["cats"]
        assert history.remove("anna", "cats", 5.0)
        assert_filters_give_what_reading_all_would(history, records)
        assert [history.erase("cats", moment) for moment in (4.0, 6.0)] == [False, True]
        assert not history.bring_back("anna", "cats")


def assert_filters_give_what_reading_all_would(history: History, records: list[Record]) -> None:
    by_name = {record.job: record for record in records}
    for wanted in QUESTIONS.values():
        for record in (by_name[name] for name in names(walked(history, wanted))):
            assert all(word in record.order.prompt.casefold() for word in wanted.words.split())
        expected = [
            record.job
            for record in reversed(records)
            if all(f" {word}" in f" {record.order.prompt.casefold()}" for word in wanted.words.split())
            and (not wanted.state or record.state == wanted.state)
            and (not wanted.favourites or record.favourite)
            and (wanted.since is None or record.created >= wanted.since)
            and (wanted.until is None or record.created < wanted.until)
        ]
        assert names(walked(history, wanted)) == expected, wanted


def test_under_way_is_what_has_not_ended(opened: Opened) -> None:
    history = opened(
        *(new_record(str(state), state=state, created=1000.0 + turn) for turn, state in enumerate(JobState))
    )
    under_way = walked(history, Wanted(state=UNDER_WAY))
    assert {entry.state for entry in under_way} == {state for state in JobState if not state.ended}


def test_a_removed_one_is_nowhere_until_it_is_brought_back(opened: Opened) -> None:
    history = opened(*past(20))
    assert history.remove("anna", "anna-7", 5.0)
    assert not history.remove("anna", "anna-7", 6.0), "once is enough"
    assert "anna-7" not in names(walked(history)) + names(walked(history, Wanted(words="image")))
    assert (history.count("anna"), history.some("anna", ["anna-7", "anna-8"])[0].job) == (19, "anna-8")
    assert history.bring_back("anna", "anna-7")
    assert names(walked(history, Wanted(words="image"))) == names(walked(history))
    assert history.count("anna") == 20
    assert history.remove("anna", "anna-7", 5.0)
    assert (history.removed_before(5.0), history.removed_before(5.1)) == ([], ["anna-7"])
    assert not history.erase("anna-7", 5.0)
    assert history.erase("anna-7", 5.1)
    assert not history.bring_back("anna", "anna-7")
    assert "anna-7" not in names(walked(history, Wanted(words="image")))


def test_a_job_under_way_is_not_removed(opened: Opened) -> None:
    history = opened(new_record("one", state=JobState.RUNNING))
    assert not history.remove("anna", "one", 5.0)
    assert names(walked(history)) == ["one"]


def test_nobody_reaches_what_is_another_visitors(opened: Opened) -> None:
    history = opened(*past(5))
    for stranger in ("berta", "", "ann", "anna "):
        assert history.page(stranger, Wanted()).entries == ()
        assert history.page(stranger, Wanted(words="image")).entries == ()
        assert history.count(stranger) == 0
        assert history.some(stranger, ["anna-1"]) == []
        assert not history.keep(stranger, "anna-1", favourite=True)
        assert not history.remove(stranger, "anna-0", 5.0)
        assert not history.vote(stranger, {"anna-1": "better"})
    assert [(entry.favourite, entry.vote) for entry in walked(history)][-2] == (False, "")


def test_favourites_and_votes_are_kept(opened: Opened) -> None:
    history = opened(*past(3))
    assert history.keep("anna", "anna-1", favourite=True)
    assert history.vote("anna", {"anna-0": "better", "anna-1": "worse"})
    assert [(entry.favourite, entry.vote) for entry in walked(history)] == [
        (False, ""),
        (True, "worse"),
        (False, "better"),
    ]
    assert names(walked(history, Wanted(favourites=True))) == ["anna-1"]
    assert history.keep("anna", "anna-1", favourite=False)
    assert walked(history, Wanted(favourites=True)) == []


def test_a_long_history_is_counted_up_to_a_thousand(opened: Opened) -> None:
    assert opened(*past(COUNTED + 20)).count("anna") == COUNTED + 1


@pytest.fixture(scope="module")
def long_and_short(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, tuple[Path, History]]]:
    found, stores = dict[int, tuple[Path, History]](), list[Records]()
    for length in LENGTHS:
        folder = tmp_path_factory.mktemp(str(length))
        stores.append(write_past(sqlite_url(folder, "jobs.sqlite3"), *past(length)))
        found[length] = (folder / "jobs.sqlite3", History(stores[-1]))
    yield found
    for store in stores:
        store.close()


# Ten are shown of either, so that what is compared is the finding of them.
@pytest.mark.parametrize("question", ["the newest", "a word that all have", "a word that none has", "a model", "a day"])
def test_ten_thousand_records_open_and_are_searched_as_fast_as_ten(
    long_and_short: dict[int, tuple[Path, History]], question: str
) -> None:
    best = dict.fromkeys(LENGTHS, float("inf"))
    for round_ in range(ROUNDS):
        # They take turns, so that a busy machine is as busy for both; the quickest of each is what it takes by itself.
        for length, (_, history) in long_and_short.items():
            began = perf_counter()
            page = history.page("anna", QUESTIONS[question], limit=10)
            best[length] = min(best[length], perf_counter() - began)
            assert len(page.entries) == (0 if question == "a word that none has" else 10)
        short, long = best.values()
        if round_ >= LEAST_ROUNDS and long <= 1.5 * short:
            return
    pytest.fail(f"{long * 1000:.2f} ms against {short * 1000:.2f} ms")


@pytest.mark.parametrize("question", list(QUESTIONS))
def test_every_question_is_answered_by_an_index(long_and_short: dict[int, tuple[Path, History]], question: str) -> None:
    """No answer walks through the records, or sorts them: steps of SQLite's own machine are counted, not time."""
    steps: dict[int, int] = {}
    for length, (path, _) in long_and_short.items():
        records = Records(sqlite_url(path.parent, path.name))
        counted = [0]

        def count(counted: list[int] = counted) -> int:
            counted[0] += 1
            return 0

        with records.transaction() as db:
            driver = db.connection.dbapi_connection
            assert isinstance(driver, sqlite3.Connection)
            driver.set_progress_handler(count, 10)
        History(records).page("anna", QUESTIONS[question], limit=10)
        steps[length] = counted[0]
        records.close()
    assert 0 < steps[LENGTHS[1]] <= steps[LENGTHS[0]] + 100, steps
