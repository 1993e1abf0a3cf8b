"""Seats on a real Postgres: who lives, who has gone, and who must not sit down."""

import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from lib.errors import SettingsError, StorageError
from lib.jobs.presence import SEATS, Presence, number_of
from lib.jobs.seat import LoneSeat, folder_name
from lib.secret import Secret
from tests.postgres import PASSWORD, Postgres
from tests.programs import free_port

WAIT_SECONDS = 20
HOME = "s3://films"
# Never set: a bounded wait between two looks at a condition.
_PAUSE = threading.Event()


def until(wanted: Callable[[], bool]) -> None:
    for _ in range(WAIT_SECONDS * 50):
        if wanted():
            return
        _PAUSE.wait(0.02)
    raise AssertionError("it never came")


def never() -> None:
    raise AssertionError("nobody else took the seat")


def sit(url: str, folder: str, home: str = HOME, on_lost: Callable[[], None] = never) -> Presence:
    return Presence(Secret(url), folder, home, on_lost=on_lost)


def test_who_lives_is_seen_and_who_has_left_is_gone(postgres_url: str) -> None:
    with sit(postgres_url, "here") as here:
        with sit(postgres_url, "there") as there:
            names = {here.name, there.name, "here-7"}
            assert here.gone(names) == there.gone(names) == {"here-7"}
        assert here.gone(names) == {there.name, "here-7"}


def test_two_on_one_folder_have_seats_of_their_own_and_a_free_one_is_taken_again(postgres_url: str) -> None:
    with sit(postgres_url, "here") as first:
        with sit(postgres_url, "here") as second:
            assert (first.number, second.number) == (0, 1)
        with sit(postgres_url, "here") as again:
            assert again.name == second.name


def test_databases_on_one_server_know_nothing_of_each_other(postgres: Postgres, postgres_url: str) -> None:
    with (
        postgres.new_database() as other,
        sit(postgres_url, "here") as here,
        sit(other, "here", home="file:///other") as elsewhere,
    ):
        assert here.name == elsewhere.name


def test_one_that_keeps_its_files_elsewhere_does_not_start(postgres_url: str) -> None:
    with sit(postgres_url, "here") as here:
        with pytest.raises(
            SettingsError, match="R2V_DATABASE_URL: Another app works on this database with other files"
        ):
            sit(postgres_url, "there", home="there")
        assert here.gone({"there-0"}) == {"there-0"}
    with sit(postgres_url, "there", home="there"):
        pass


def test_a_nudge_is_heard_by_the_others(postgres_url: str) -> None:
    heard: list[str] = []
    with sit(postgres_url, "here") as here, sit(postgres_url, "there") as there:
        there.listen(heard.append)
        here.nudge("a job")
        until(lambda: heard == ["a job"])


def test_one_that_was_cut_off_comes_back_to_its_seat_and_hears_again(postgres: Postgres, postgres_url: str) -> None:
    heard: list[str] = []
    with sit(postgres_url, "here") as here, sit(postgres_url, "there") as there:
        there.listen(heard.append)
        with postgres.away(postgres_url), pytest.raises(StorageError, match="The database failed") as told:
            here.gone({there.name})
        assert PASSWORD not in str(told.value)
        until(lambda: here.gone({there.name}) == set())
        assert there.gone({here.name}) == set()
        here.nudge("a job")
        until(lambda: heard == ["a job"])


def test_one_whose_seat_was_taken_meanwhile_ends(postgres: Postgres, postgres_url: str) -> None:
    lost = threading.Event()
    with sit(postgres_url, "here", on_lost=lost.set) as here, psycopg.connect(postgres_url, autocommit=True) as thief:
        # Stands behind the chair, and sits down in the moment in which it is free.
        wait = threading.Thread(
            target=thief.execute, args=("SELECT pg_advisory_lock(%s, %s)", (SEATS, number_of(here.name)))
        )
        wait.start()
        database = postgres_url.rpartition("/")[2]
        until(
            lambda: bool(postgres.run("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted", database))
        )
        postgres.cut(database, "query NOT LIKE '%pg_advisory_lock(%'")
        wait.join(WAIT_SECONDS)
        assert lost.wait(WAIT_SECONDS)


def test_a_database_that_can_not_be_reached_is_told_without_its_address() -> None:
    with pytest.raises(SettingsError, match=r"R2V_DATABASE_URL: The database can't be reached") as told:
        sit(f"postgresql://anna:{PASSWORD}@127.0.0.1:{free_port()}/films", "here")
    assert PASSWORD not in str(told.value)


def test_a_folder_has_one_name_whoever_asks_first(tmp_path: Path) -> None:
    names: list[str] = []
    both = threading.Barrier(8)

    def ask() -> None:
        both.wait()
        names.append(folder_name(tmp_path))

    asking = [threading.Thread(target=ask) for _ in range(8)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert len(names) == 8
    assert set(names) == {folder_name(tmp_path)}
    assert [path.name for path in tmp_path.iterdir()] == ["name.json"]


def test_alone_everybody_else_is_gone() -> None:
    seat = LoneSeat()
    assert seat.gone({"studio", "here-0"}) == {"here-0"}
