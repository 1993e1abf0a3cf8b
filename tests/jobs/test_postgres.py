"""The harness itself: a database of a test's own, on one server for all workers."""

import psycopg
import pytest

from tests.postgres import Postgres


def test_a_test_has_a_database_of_its_own(postgres: Postgres, postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as db:
        db.execute("CREATE TABLE mine (one INTEGER)")
    with postgres.new_database() as other, psycopg.connect(other) as db:
        assert db.execute("SELECT to_regclass('mine')").fetchall() == [(None,)]
        with pytest.raises(psycopg.errors.UndefinedTable):
            db.execute("SELECT * FROM mine")


def test_a_database_that_is_away_lets_nobody_in_and_comes_back_with_what_it_had(
    postgres: Postgres, postgres_url: str
) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as before:
        before.execute("CREATE TABLE mine (one INTEGER)")
        with postgres.away(postgres_url):
            with pytest.raises(psycopg.OperationalError):
                before.execute("SELECT * FROM mine")
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(postgres_url)
    with psycopg.connect(postgres_url) as after:
        assert after.execute("SELECT * FROM mine").fetchall() == []
