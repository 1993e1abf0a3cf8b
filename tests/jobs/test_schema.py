"""A database of an earlier version opens with all that is in it."""

import json
import sqlite3
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from lib.errors import StorageError
from lib.forms.cost import Cost
from lib.jobs.record import JobState, Record
from lib.jobs.records import Records, sqlite_url
from lib.jobs.sqlite_clock import teach_sqlite
from tests.jobs.builders import new_order, new_record

# What the first version wrote, word for word.
FIRST_VERSION = """
CREATE TABLE r2v_jobs (
    job VARCHAR(40) NOT NULL, visitor VARCHAR(64) NOT NULL, service VARCHAR(20) NOT NULL, base_url TEXT NOT NULL,
    region VARCHAR(40) NOT NULL, account VARCHAR(32) NOT NULL, model VARCHAR(80) NOT NULL,
    resolution VARCHAR(20) NOT NULL, duration FLOAT NOT NULL, "order" TEXT NOT NULL, state VARCHAR(12) NOT NULL,
    message TEXT NOT NULL, task_id VARCHAR(120), ticket TEXT, intent FLOAT, created FLOAT NOT NULL,
    updated FLOAT NOT NULL, begun FLOAT, ended FLOAT, cost TEXT NOT NULL, billed_seconds FLOAT, actual_prompt TEXT,
    cancel_asked BOOLEAN NOT NULL, error TEXT, video TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (job)
);
CREATE INDEX r2v_jobs_by_visitor ON r2v_jobs (visitor, created);
CREATE UNIQUE INDEX r2v_jobs_by_task ON r2v_jobs (service, task_id);
CREATE INDEX r2v_jobs_by_kind ON r2v_jobs (service, model, resolution, duration, state);
"""
INSERT = """
INSERT INTO r2v_jobs VALUES (?, 'anna', 'dashscope', 'https://example.org/api/v1', 'cn-beijing', 'account',
    'wan2.7-r2v', '720P', 2.0, ?, 'succeeded', 'The video is ready.', ?, ?, ?, ?, ?, NULL, ?, ?, 2.0, NULL, 0, NULL,
    'video.mp4', 7)
"""


def write_first_version(path: Path, count: int) -> None:
    order = json.dumps(new_order("Image 1 waves.").as_json())
    cost = json.dumps({"currency": "CNY", "low": 1.2, "high": 1.2, "note": ""})
    with sqlite3.connect(path) as db:
        db.executescript(FIRST_VERSION)
        for number in range(count):
            ticket = {"service": "dashscope", "base_url": "https://example.org/api/v1", "task_id": f"task-{number}"}
            at = 1000.0 + number // 2
            values = (f"job-{number}", order, f"task-{number}", json.dumps(ticket), at, at, at, at + 60, cost)
            db.execute(INSERT, values)
    db.close()


def test_records_of_the_first_version_are_all_there(tmp_path: Path) -> None:
    write_first_version(tmp_path / "jobs.sqlite3", 30)
    records = Records(sqlite_url(tmp_path, "jobs.sqlite3"))
    assert len(records.of_visitor("anna", limit=100)) == 30
    record = records.get("job-7")
    assert record.state is JobState.SUCCEEDED
    assert record.ticket is not None
    assert record.ticket.task_id == "task-7"
    assert (record.order, record.cost) == (
        new_order("Image 1 waves."),
        Cost(currency="CNY", low=1.2, high=1.2, note=""),
    )
    assert (record.favourite, record.removed, record.batch, record.vote, record.origin) == (False, None, "", "", "")
    records.add(new_record("after"))
    records.close()


def test_two_processes_that_start_at_once_bring_it_up_to_date_once(tmp_path: Path) -> None:
    write_first_version(tmp_path / "jobs.sqlite3", 200)
    url, opened, both = sqlite_url(tmp_path, "jobs.sqlite3"), list[Records](), threading.Barrier(2)

    def start() -> None:
        both.wait()
        opened.append(Records(url))

    starts = [threading.Thread(target=start) for _ in range(2)]
    for one in starts:
        one.start()
    for one in starts:
        one.join()
    assert [len(records.of_visitor("anna", limit=1000)) for records in opened] == [200, 200]
    for records in opened:
        records.close()
    with sqlite3.connect(tmp_path / "jobs.sqlite3") as db:
        places = [place for (place,) in db.execute("SELECT place FROM r2v_jobs ORDER BY place")]
        assert places[:2] == [1_000_000_000, 1_000_000_001], "two of the same moment stand side by side"
        assert len(set(places)) == 200
        found = "SELECT count(*) FROM r2v_search WHERE r2v_search MATCH 'wave* AND anna'"
        assert db.execute(found).fetchone() == (200,)
    db.close()


def test_what_was_added_is_read_back(tmp_path: Path) -> None:
    records = Records(sqlite_url(tmp_path, "jobs.sqlite3"))
    record = new_record("one", favourite=True, removed=5.0, batch="four", vote="better", origin="adopted")
    records.add(record)
    records.close()
    again = Records(sqlite_url(tmp_path, "jobs.sqlite3"))
    assert again.get("one") == record
    again.close()


def test_a_file_that_is_no_database_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "jobs.sqlite3").write_bytes(b"a text, and not a database at all" * 100)
    with pytest.raises(StorageError, match="The database failed"):
        Records(sqlite_url(tmp_path, "jobs.sqlite3"))


def test_records_of_the_same_moment_have_places_of_their_own(tmp_path: Path) -> None:
    records = Records(sqlite_url(tmp_path, "jobs.sqlite3"))
    made: list[Record] = [new_record(f"job-{number}") for number in range(5)]
    for record in made:
        records.add(record)
    assert {record.job for record in records.of_visitor("anna", limit=9)} == {record.job for record in made}
    records.close()


def test_an_old_sqlite_tells_fractions_of_a_second() -> None:
    teach_sqlite()
    teach_sqlite()
    engine = sa.create_engine("sqlite://")
    with engine.begin() as db:
        db.exec_driver_sql("CREATE TABLE t (moment INTEGER NOT NULL DEFAULT (unixepoch('subsec') * 1000), a TEXT)")
        db.exec_driver_sql("INSERT INTO t (a) VALUES ('x')")
        (moment,) = db.exec_driver_sql("SELECT moment FROM t").one()
    engine.dispose()
    assert abs(moment / 1000 - time.time()) < 60
