"""Many jobs at once: places in line, variants of one click, and one job for one intent."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lib.forms.catalog import load_catalog
from lib.forms.check import Checked, check
from lib.forms.cost import Tariff
from lib.forms.draft import Attached, Draft, Upload
from lib.forms.variants import Variants
from lib.jobs.intents import ASK_SECONDS, Intent, Intents
from lib.jobs.line import line_of, places, under_way_of
from lib.jobs.record import JobState, Record
from lib.jobs.records import Records, sqlite_url
from lib.jobs.sending import Request, Sent
from lib.media import FactsCache
from tests.jobs.builders import budget_on
from tests.jobs.conftest import Studio
from tests.makers import make_picture

StudioOn = Callable[..., Studio]


class Asking:
    """One form on a studio, asked for as often as a test likes."""

    def __init__(self, studio: Studio, **values: object) -> None:
        self.studio = studio
        path = make_picture(studio.folder / "anna.png")
        draft = Draft(
            model="wan2.7-r2v",
            values={"prompt": "Image 1 waves.", "duration": 2, "resolution": "720P", **values},
            attached=(Attached(field="reference_image", upload=Upload(path=path, name="anna.png")),),
        )
        facts = {path: FactsCache().facts(path)}
        self.files = {facts[path].sha256: path}
        self.checked: Checked = check(
            draft, load_catalog().default, facts, Tariff(service="dashscope", region="cn-beijing")
        )

    def send(self, variants: int = 1, *, within: float = ASK_SECONDS, visitor: str = "somebody") -> Sent:
        assert self.checked.order is not None, self.checked.findings
        return self.studio.jobs.send(
            Request(
                order=self.checked.order,
                files=self.files,
                account=self.studio.account,
                cost=self.checked.cost,
                visitor=visitor,
                variants=Variants(count=variants),
                within=within,
            )
        )


def test_places_count_from_who_begins_next() -> None:
    assert places(["a", "b", "c"], busy=5) == {"a": 1, "b": 2, "c": 3}
    assert places(["a", "b", "c"], busy=3) == {"a": 0, "b": 0, "c": 1}
    assert places([], busy=5) == {}


def test_eight_variants_are_five_at_the_service_and_three_in_line(studio_on: StudioOn) -> None:
    studio = studio_on("never-ends")
    studio.start()
    sent = Asking(studio).send(8)
    assert (len(sent.records), sent.asked, sent.failure) == (8, 8, None)
    seeds = {record.order.values["seed"] for record in sent.records}
    assert len(seeds) == 8
    assert None not in seeds
    assert len({record.batch for record in sent.records}) == 1
    for record in sent.records[:5]:
        studio.until(record.job, lambda now: now.ticket is not None)
    line = studio.jobs.line("somebody")
    assert [one.place for one in line] == [0, 0, 0, 0, 0, 1, 2, 3]
    assert [one.job for one in line] == [record.job for record in sent.records]
    assert studio.jobs.place(studio.jobs.get(sent.records[7].job)) == 3
    studio.jobs.cancel(sent.records[5].job)
    assert [one.place for one in studio.jobs.line("somebody")] == [0, 0, 0, 0, 0, 1, 2]
    assert studio.jobs.line("somebody else") == ()
    assert studio.sandbox.creates == 5


def test_what_has_ended_stays_listed_behind_what_is_under_way(studio_on: StudioOn) -> None:
    studio = studio_on()
    studio.start()
    first = studio.ended(Asking(studio).send().records[0].job)
    second = Asking(studio, seed=3).send().records[0]
    listed = studio.jobs.lined_up("somebody", studio.jobs.line("somebody"))
    assert [one.job for one in listed][-1] == first.job
    studio.ended(second.job)
    assert studio.jobs.line("somebody") == ()
    assert [one.job for one in studio.jobs.lined_up("somebody", ())] == [second.job, first.job]


def test_the_same_request_is_given_the_job_that_is_under_way(studio_on: StudioOn) -> None:
    studio = studio_on("never-ends")
    studio.start()
    asking = Asking(studio)
    first = asking.send()
    assert first.before is None
    again = asking.send()
    assert again.records[0].job == first.records[0].job
    assert again.before is not None
    assert again.before >= 0
    assert asking.send(visitor="somebody else").before is None
    assert Asking(studio, negative_prompt="rain").send().before is None
    assert asking.send(2).before is None, "two variants are another request than one"
    # An explicit "run it again", later than a second click.
    assert asking.send(within=0.0).before is None


def test_a_request_without_a_visitor_is_always_an_intent_of_its_own(studio_on: StudioOn) -> None:
    studio = studio_on("never-ends")
    studio.start()
    asking = Asking(studio)
    assert len({asking.send(visitor="").records[0].job for _ in range(3)}) == 3


def test_a_job_that_was_canceled_stands_for_nothing(studio_on: StudioOn) -> None:
    studio = studio_on(speed=0.2)
    studio.start()
    asking = Asking(studio)
    first = asking.send().records[0]
    studio.until(first.job, lambda now: now.ticket is not None)
    assert studio.jobs.cancel(first.job).state is JobState.CANCELED
    assert asking.send().before is None


def test_a_success_of_a_given_seed_stands_until_it_is_removed(studio_on: StudioOn) -> None:
    studio = studio_on()
    studio.start()
    asking = Asking(studio, seed=7)
    first = studio.ended(asking.send().records[0].job)
    assert asking.send().records[0].job == first.job
    assert studio.jobs.history.remove("somebody", first.job, 1.0)
    assert asking.send().before is None


def test_a_success_of_a_random_seed_leaves_room_for_another_take(tmp_path: Path, studio_on: StudioOn) -> None:
    checked = Asking(studio_on()).checked
    assert checked.order is not None
    records = Records(sqlite_url(tmp_path, "takes.sqlite3"))
    intents = Intents(records, budget_on(records))
    intent = Intent.of("somebody", "a", checked.order, Variants(), within=ASK_SECONDS)

    def made(job: str, moment: float) -> str | None:
        assert checked.order is not None
        record = Record(
            job=job,
            service="sandbox",
            account="a",
            order=checked.order,
            created=moment,
            updated=moment,
            cost=checked.cost,
        )
        return intents.make(record, intent)

    assert made("first", 1000.0) is None
    assert made("second", 1100.0) == "first", "it is under way"
    records.advance("first", state=JobState.SUCCEEDED)
    assert made("third", 1002.0) == "first", "a second click, however soon the first was done"
    assert made("fourth", 1100.0) is None
    assert made("fifth", 1100.0 + ASK_SECONDS) is None, "ten minutes later it is forgotten"
    records.close()


def test_the_line_is_found_without_reading_the_past(tmp_path: Path) -> None:
    records = Records(sqlite_url(tmp_path, "line.sqlite3"))
    with records.transaction() as db:
        for query, index in ((under_way_of("somebody"), "visitor_state"), (line_of("a"), "account_state")):
            said = query.compile(dialect=db.dialect, compile_kwargs={"literal_binds": True})
            plan = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}").all()
            assert len(plan) == 1, plan
            assert f"USING INDEX r2v_jobs_by_{index}" in plan[0][-1]
    records.close()


def test_a_batch_that_breaks_off_says_so_and_keeps_what_was_made(studio_on: StudioOn) -> None:
    class VanishesAfterTwo(dict[str, Path]):
        reads = 0

        def __getitem__(self, key: str) -> Path:
            self.reads += 1
            path = super().__getitem__(key)
            if self.reads > 2:
                path.unlink(missing_ok=True)
            return path

    studio = studio_on("never-ends")
    studio.start()
    asking = Asking(studio)
    asking.files = VanishesAfterTwo(asking.files)
    sent = asking.send(4)
    assert (len(sent.records), sent.asked) == (2, 4)
    assert sent.failure is not None
    assert sent.failure.code == "Studio.Storage"
    assert len(studio.jobs.line("somebody")) == 2


def test_tabs_that_ask_at_the_same_moment_make_one_job(studio_on: StudioOn) -> None:
    studio = studio_on("never-ends")
    studio.start()
    asking = Asking(studio)
    tabs = 12
    together = threading.Barrier(tabs)

    def click(_: int) -> Sent:
        together.wait(30)
        return asking.send(2)

    with ThreadPoolExecutor(tabs) as pool:
        sent = list(pool.map(click, range(tabs)))
    assert sum(one.before is None for one in sent) == 1
    assert studio.jobs.history.count("somebody") == 2
    assert len({one.records[0].job for one in sent}) == 1


@pytest.fixture(params=["sqlite", "postgres"])
def two_processes(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Records, Records]]:
    """The records as two processes have them: two engines on one database."""
    own = request.param == "sqlite"
    url = sqlite_url(tmp_path, "intents.sqlite3") if own else str(request.getfixturevalue("postgres_url"))
    both = Records(url), Records(url)
    yield both
    for records in both:
        records.close()


def test_two_processes_that_ask_at_the_same_moment_make_one_record(
    two_processes: tuple[Records, Records], studio_on: StudioOn
) -> None:
    order = Asking(studio_on()).checked
    assert order.order is not None
    rounds = 20
    together = threading.Barrier(2)

    def clicks(records: Records) -> list[str | None]:
        intents = Intents(records, budget_on(records))
        made = []
        for number in range(rounds):
            intent = Intent(key=f"key-{number}", fixed=False, within=ASK_SECONDS)
            assert order.order is not None
            name = f"{id(records)}-{number}"
            record = Record(
                job=name, service="sandbox", account="a", order=order.order, created=1.0, updated=1.0, cost=order.cost
            )
            together.wait(30)
            made.append(intents.make(record, intent))
        return made

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(clicks, two_processes)
    for number in range(rounds):
        assert (one[number] is None) != (other[number] is None), number
    assert len(two_processes[0].unfinished()) == rounds
