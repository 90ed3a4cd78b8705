"""The PostgreSQL server that the store's tests rely on."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text

from tests.postgres import fresh_database, plain, running_server


def test_each_test_gets_an_empty_database_on_the_running_server(postgres_database: str, postgres_url: str) -> None:
    engine = create_engine(postgres_database)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE person (name text)"))
        connection.execute(text("INSERT INTO person VALUES ('Łukasz')"))
        assert connection.execute(text("SELECT name FROM person")).scalar() == "Łukasz"
    engine.dispose()

    with fresh_database(postgres_url) as other, psycopg.connect(plain(other)) as connection:
        assert connection.execute("SELECT to_regclass('person')").fetchone() == (None,)


def test_a_database_is_dropped_even_while_a_connection_is_open(postgres_url: str) -> None:
    with fresh_database(postgres_url) as url:
        forgotten = psycopg.connect(plain(url))
    with pytest.raises(psycopg.OperationalError):
        forgotten.execute("SELECT 1")
    forgotten.close()


def test_a_durable_server_syncs_and_nothing_of_it_stays_behind() -> None:
    with running_server(durable=True) as url, psycopg.connect(plain(url)) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        row = connection.execute("SHOW data_directory").fetchone()
        assert row is not None
        folder = Path(row[0]).parent
        assert folder.is_dir()
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(plain(url), connect_timeout=1)
