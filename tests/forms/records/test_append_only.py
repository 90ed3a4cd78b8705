"""What must stay cannot be changed, even by a program that goes round the store."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from forms.records.entries import Document, DocumentEvent, FlagReview, Letterhead, Signature, StoredImpression
from forms.records.guards import APPEND_ONLY
from forms.records.store import Store
from tests.forms.records.factories import (
    NOON,
    a_patient,
    a_programme,
    an_answer,
    an_encounter,
    an_impression,
    kept_content,
)


@pytest.fixture
def full_store(store: Store) -> Store:
    """A store with a row in every table that is only added to, and a signed programme."""
    patient = store.register_patient(a_patient())
    store.update_patient(patient, by="reception", at=NOON)
    encounter = store.open_encounter(an_encounter(patient))
    store.append_answers((an_answer(encounter),))
    store.add_audit(who="physio", what="opened", at=NOON, encounter_id=encounter.id)
    whose = {"encounter_id": encounter.id, "at": NOON, "by": "physio"}
    store.add_flag_review(
        FlagReview(
            **whose,
            flag="RF01",
            tier="urgent",
            decision="closed",
            reason="Asked again, clearly no.",
            registration="PH1",
        )
    )
    store.add_impression(StoredImpression(**whose, impression="{}", content_version="1", content_sha256="0" * 64))
    document = Document(**whose, kind="handout", sha256="0" * 64, printing="{}", letterhead="1" * 64)
    store.add_document(document, Letterhead("1" * 64, "{}"))
    store.add_document_event(DocumentEvent(document_id=document.id, what="printed", at=NOON, by="physio"))
    programme = a_programme(encounter)
    store.save_programme(programme)
    store.sign_programme(programme.id, Signature("P. Hysio", "PH1", NOON), an_impression(encounter.id), kept_content())
    store.clinic_key("programme codes")
    return store


def _refused(store: Store, statement: str) -> bool:
    try:
        with store._database.engine.begin() as connection:
            connection.execute(text(statement))
    except DBAPIError as error:
        return "only ever added to" in str(error) or "never changed" in str(error)
    return False


@pytest.mark.parametrize("table", [*APPEND_ONLY, "content", "clinic_key", "letterhead", "programme"])
def test_the_database_refuses_to_change_or_remove_a_row(full_store: Store, table: str) -> None:
    column = {
        "answer": "value",
        "audit": "what",
        "patient_version": "details",
        "document_event": "what",
        "clinic_key": "key",
        "letterhead": "details",
    }
    changed = column.get(table, "at")
    assert _refused(full_store, f"UPDATE {table} SET {changed} = {changed}")
    assert _refused(full_store, f"DELETE FROM {table}")


def test_replacing_a_row_does_not_slip_past(full_store: Store) -> None:
    if not full_store._database.is_sqlite:
        pytest.skip("PostgreSQL has no INSERT OR REPLACE; its ON CONFLICT DO UPDATE fires the same trigger as UPDATE")
    columns = "number, id, encounter_id, key, value, role, typed_by, at, desk, form_version"
    replaced = columns.replace("value", "'\"L\"'")
    assert _refused(full_store, f"INSERT OR REPLACE INTO answer ({columns}) SELECT {replaced} FROM answer")


def test_postgresql_refuses_to_empty_a_table(full_store: Store) -> None:
    if full_store._database.is_sqlite:
        pytest.skip("SQLite has no TRUNCATE")
    for table in (*APPEND_ONLY, "content", "clinic_key", "letterhead", "programme"):
        assert _refused(full_store, f"TRUNCATE {table} CASCADE"), table
