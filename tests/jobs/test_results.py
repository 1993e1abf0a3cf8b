"""What a job leaves: a video that tells how it was made, kept for its time, on a disk that has room for it."""

import json
import threading
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lib.errors import Failure, StorageError
from lib.forms.draft import OrderItem
from lib.jobs.finishing import finish, remark, shown
from lib.jobs.history import Wanted
from lib.jobs.keeping import SECONDS_A_DAY
from lib.jobs.provenance import read_provenance, write_provenance
from lib.jobs.record import JobState
from lib.jobs.records import Records, sqlite_url
from lib.jobs.rounds import Rounds
from lib.jobs.store import JobStore
from lib.media import content_hash, read_comment
from lib.providers.provider import Ticket
from lib.version import VERSION
from tests.jobs.builders import ANNA, new_order, new_record
from tests.jobs.conftest import Studio
from tests.makers import make_clip
from tests.programs import ROOT

StudioOn = Callable[..., Studio]

LINK = "https://host.example/a/b.mp4?Expires=1&Signature=canary-of-a-link"
CANARIES = ("sk-canary-of-a-key", "canary-of-a-link", "canary-of-a-bearer", "canary-of-a-password")
TICKET = Ticket(service="dashscope", base_url="https://host.example/api/v1", task_id="task-1")


def test_a_video_tells_how_it_was_made(studio_on: StudioOn) -> None:
    studio = studio_on()
    studio.start()
    record = studio.ended(studio.submit(seed=7, negative_prompt="rain").job)
    assert (record.state, record.message) == (JobState.SUCCEEDED, "The video is ready.")
    path = studio.jobs.video_path(record)
    assert path is not None
    inside = read_comment(path)
    beside = path.with_name("video.json").read_text(encoding="utf-8")
    assert json.loads(inside) == json.loads(beside)
    told = read_provenance(inside)
    assert told is not None
    assert told.order == record.order
    assert record.ticket is not None
    assert (told.service, told.task_id) == ("dashscope", record.ticket.task_id)
    plain = json.loads(beside)
    assert (plain["region"], plain["billed_seconds"], plain["app"]) == ("", 2, f"Wan R2V Studio {VERSION}")
    assert record.job not in beside, "whoever has the video must not have the record"
    assert sorted(one.name for one in path.parent.iterdir()) == ["poster.jpg", "video.json", "video.mp4"]


def test_the_version_is_the_projects() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION


def test_an_animatic_says_that_it_is_one() -> None:
    assert "animatic" in json.loads(write_provenance(new_record("a", service="sandbox"), ended=2.0))["note"]
    assert "note" not in json.loads(write_provenance(new_record("a", service="dashscope"), ended=2.0))


def test_neither_a_key_nor_a_link_is_in_it() -> None:
    prompt = f"Image 1 reads sk-canary-of-a-key and {LINK} aloud. Authorization: Bearer canary-of-a-bearer"
    named = replace(ANNA, name="https://me:canary-of-a-password@host.example/anna.png?token=canary-of-a-link")
    order = replace(new_order(prompt), media=(OrderItem(field="reference_image", file=named, voice=named),))
    record = replace(new_record("a", ticket=TICKET, actual_prompt=f"Longer: {LINK}"), order=order)
    text = write_provenance(record, ended=2.0)
    for canary in CANARIES:
        assert canary not in text
    assert "host.example/a/b.mp4" in text
    assert read_provenance(text) is not None


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "wan-r2v-studio.video/2"},
        {"model": 7},
        {"values": {"prompt": ["a list"]}},
        {"values": {str(number): 1 for number in range(100)}},
        {"media": [{"field": "reference_image", "file": {"sha256": "../../etc/passwd"}, "voice": None}]},
        {"media": [{"field": "reference_image", "file": {}, "voice": None}]},
        {"media": 7},
        {"task_id": 7},
    ],
)
def test_a_strangers_json_is_believed_in_nothing_but_its_shape(change: dict[str, object]) -> None:
    told = json.loads(write_provenance(new_record("a", ticket=TICKET), ended=2.0))
    assert read_provenance(json.dumps(told)) is not None
    assert read_provenance(json.dumps({**told, **change})) is None


@pytest.mark.parametrize("bad", [{"sha256": "A" * 64}, {"format": "../png"}, {"size_bytes": -1}, {"seconds": "long"}])
def test_a_strangers_file_is_named_by_its_hash_or_not_at_all(bad: dict[str, object]) -> None:
    told = json.loads(write_provenance(new_record("a"), ended=2.0))
    told["media"][0]["file"] |= bad
    assert read_provenance(json.dumps(told)) is None


@pytest.mark.parametrize("text", ["", "[" * 100_000, "null", '"wan-r2v-studio.video/1"', '{"schema": 1}'])
def test_what_is_no_provenance_is_none(text: str) -> None:
    assert read_provenance(text) is None
    assert read_provenance(text + '"wan-r2v-studio.video/1"') is None


def test_another_length_than_asked_is_remarked_and_kept(tmp_path: Path) -> None:
    video = shown(make_clip(tmp_path / "a.mp4", seconds=3))
    assert video is not None
    assert remark(video, new_order("Image 1 waves.", duration=3)) == ""
    assert remark(video, new_order("Image 1 waves.", duration=5)) == "It is 3.0 s long; 5 s were asked for."
    assert remark(video, new_order("Image 1 waves.", duration=0)) == ""


def test_a_damaged_picture_is_remarked_and_kept(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mp4", seconds=2, sound=False)
    content = bytearray(path.read_bytes())
    middle = (content.index(b"mdat") + len(content)) // 2
    content[middle : middle + 400] = bytes(400)
    path.write_bytes(content)
    video = shown(path)
    assert video is not None
    assert "damaged at" in remark(video, new_order("Image 1 waves.", duration=2))


def test_half_a_video_is_none(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mp4")
    path.write_bytes(path.read_bytes()[:-5000])
    assert shown(path) is None
    assert shown(tmp_path / "nowhere.mp4") is None


def test_a_video_that_can_t_take_its_settings_stays_as_it_came(tmp_path: Path) -> None:
    store, record = JobStore.under(tmp_path), new_record("a" * 32)
    path = make_clip(store.result(record.job, "video.mp4"))
    before = content_hash(path)
    # Something in the way of the copy.
    store.result(record.job, "video.told.mp4").mkdir()
    finish(store, record, path, ended=2.0)
    assert content_hash(path) == before
    assert read_provenance(store.result(record.job, "video.json").read_text(encoding="utf-8")) is not None
    assert store.result(record.job, "poster.jpg").exists()


def test_finishing_twice_changes_nothing(tmp_path: Path) -> None:
    store, record = JobStore.under(tmp_path), new_record("a" * 32)
    path = make_clip(store.result(record.job, "video.mp4"))
    finish(store, record, path, ended=2.0)
    first, told = content_hash(path), store.result(record.job, "video.json").read_bytes()
    finish(store, record, path, ended=9.0)
    assert (content_hash(path), store.result(record.job, "video.json").read_bytes()) == (first, told)


def test_a_disk_that_is_nearly_full_stops_a_new_job_and_loses_nothing(studio_on: StudioOn) -> None:
    studio = studio_on(reserve_bytes=1 << 60)
    studio.start()
    with pytest.raises(StorageError, match=r"nearly full: \d+ MB are free, and a new job needs \d+ MB") as told:
        studio.submit()
    assert told.value.failure.retryable
    assert studio.jobs.history.page("somebody", Wanted()).entries == ()
    assert list((studio.folder / "jobs").iterdir()) == []
    assert studio.sandbox.creates == 0
    studio.options["reserve_bytes"] = 1
    studio.restart()
    assert studio.ended(studio.submit().job).state is JobState.SUCCEEDED


def test_a_file_that_is_gone_breaks_nothing(studio_on: StudioOn) -> None:
    studio = studio_on()
    studio.start()
    record = studio.ended(studio.submit().job)
    path = studio.jobs.video_path(record)
    assert path is not None
    for name in ("video.mp4", "poster.jpg", "video.json"):
        path.with_name(name).unlink()
    assert studio.jobs.video_path(record) is None
    assert studio.jobs.poster_path(record) is None
    studio.restart()
    assert studio.jobs.get(record.job).state is JobState.SUCCEEDED


def test_a_job_goes_after_its_days_and_a_favourite_stays(studio_on: StudioOn) -> None:
    studio = studio_on(keep_days=10)
    records = Records(sqlite_url(studio.folder, "jobs.sqlite3"))
    now = 1_700_000_000.0
    ended = {"old": now, "loved": now, "young": 4_000_000_000.0}
    for job, moment in ended.items():
        records.add(new_record(job, state=JobState.SUCCEEDED, ended=moment, favourite=job == "loved"))
    store = JobStore.under(studio.folder)
    for job in ended:
        make_clip(store.result(job, "video.mp4"), seconds=1)
    assert studio.jobs.kept_until(records.get("old")) == now + 10 * SECONDS_A_DAY
    assert studio.jobs.kept_until(records.get("loved")) is None
    studio.jobs.sweep()
    assert {entry.job for entry in studio.jobs.history.page("anna", Wanted()).entries} == {"loved", "young"}
    assert sorted(one.name for one in (studio.folder / "results").iterdir()) == ["loved", "young"]
    records.close()


def test_what_was_removed_on_the_page_goes_after_the_time_for_an_undo(studio_on: StudioOn) -> None:
    studio = studio_on()
    records = Records(sqlite_url(studio.folder, "jobs.sqlite3"))
    store = JobStore.under(studio.folder)
    later = 4_000_000_000.0
    for job in ("removed", "undone", "kept"):
        records.add(new_record(job, state=JobState.SUCCEEDED, ended=later))
        make_clip(store.result(job, "video.mp4"), seconds=1)
    assert studio.jobs.history.remove("anna", "removed", 1000.0)
    assert studio.jobs.history.remove("anna", "undone", 1000.0)
    assert studio.jobs.history.bring_back("anna", "undone")
    assert studio.jobs.history.remove("anna", "kept", later)
    studio.jobs.sweep()
    assert sorted(one.name for one in (studio.folder / "results").iterdir()) == ["kept", "undone"]
    assert studio.jobs.history.bring_back("anna", "kept")
    assert {entry.job for entry in studio.jobs.history.page("anna", Wanted()).entries} == {"kept", "undone"}
    records.close()


def test_the_sweep_comes_again_also_after_one_that_failed() -> None:
    swept, enough = [0], threading.Event()

    def sweep() -> None:
        swept[0] += 1
        if swept[0] == 3:
            enough.set()
        raise StorageError(Failure(code="Studio.Database", message="It is away."))

    sweeper = Rounds(sweep, name="sweeper", every=0.01, failing="old jobs were not swept")
    sweeper.start()
    assert enough.wait(10)
    sweeper.stop()
    assert "sweeper" not in {thread.name for thread in threading.enumerate()}
