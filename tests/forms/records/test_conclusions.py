"""What visits led to, the clinic's settings and accounts, and the audit log."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from forms.errors import EditConflict, StoreError
from forms.records.encryption import hash_secret, secret_matches
from forms.records.entries import (
    Document,
    DocumentEvent,
    FlagReview,
    Practitioner,
    ReasonTooShort,
    Signature,
    StoredImpression,
)
from forms.records.guards import statements
from forms.records.store import Store, open_store
from tests.forms.records.factories import (
    KEY,
    NOON,
    a_programme,
    an_answer,
    an_impression,
    an_open_encounter,
    kept_content,
)

SIGNATURE = Signature("Pat Hysio", "PH12345", NOON)


def a_review(encounter_id: str, **details: Any) -> FlagReview:
    usual = {"flag": "RF02", "decision": "closed", "registration": "PH12345", "by": "Pat Hysio", "at": NOON}
    return FlagReview(
        **{
            "encounter_id": encounter_id,
            "tier": "urgent",
            "reason": "Asked again in private: never.",
            **usual,
            **details,
        }
    )


@pytest.mark.parametrize("reason", ["", "x" * 19, " " * 30, " " * 10 + "short" + " " * 10])
def test_a_flag_is_not_reviewed_without_a_reason(reason: str) -> None:
    with pytest.raises(ReasonTooShort, match="20 characters"):
        a_review("e", reason=reason)


def test_every_review_of_a_flag_stays(store: Store) -> None:
    encounter = an_open_encounter(store)
    first = a_review(encounter.id)
    second = a_review(encounter.id, decision="confirmed", at=NOON + timedelta(minutes=1))
    store.add_flag_review(second)
    store.add_flag_review(first)
    store.add_flag_review(first)
    assert store.flag_reviews(encounter.id) == (first, second)


def test_impressions_are_kept_with_the_content_they_rest_on(store: Store) -> None:
    encounter = an_open_encounter(store)
    impression = StoredImpression(
        encounter_id=encounter.id, impression='{"tier": "none"}', content_version="2026.1", content_sha256="ab" * 32,
        at=NOON, by="physio",
    )  # fmt: skip
    store.add_impression(impression)
    assert store.impressions(encounter.id) == (impression,)


def test_a_draft_programme_may_change_until_it_is_signed(store: Store) -> None:
    encounter = an_open_encounter(store)
    draft = a_programme(encounter)
    store.save_programme(draft)
    changed = replace(draft, care_plan='{"phase": 2}')
    store.save_programme(changed)
    assert store.programmes(encounter.id) == (changed,)

    signed = store.sign_programme(draft.id, SIGNATURE, an_impression(encounter.id))

    assert signed == replace(changed, signature=SIGNATURE)
    assert store.programme(draft.id) == signed
    store.save_programme(signed)
    with pytest.raises(EditConflict, match="signed"):
        store.save_programme(draft)
    with pytest.raises(EditConflict, match="signed"):
        store.sign_programme(draft.id, replace(SIGNATURE, name="Somebody Else"), an_impression(encounter.id))
    assert store.programme(draft.id) == signed


def test_a_programme_may_be_kept_signed_at_once(store: Store) -> None:
    signed = replace(a_programme(an_open_encounter(store)), signature=SIGNATURE)
    store.save_programme(signed)
    assert store.programme(signed.id) == signed


def test_a_programme_that_was_never_saved_cannot_be_signed(store: Store) -> None:
    with pytest.raises(StoreError, match="Save it"):
        store.sign_programme("none", SIGNATURE, an_impression(an_open_encounter(store).id))
    assert store.programme("none") is None


def test_signing_keeps_what_was_concluded_from_which_answers_with_which_content(store: Store) -> None:
    encounter = an_open_encounter(store)
    store.append_answers((an_answer(encounter, "pain_side", "R"), an_answer(encounter, "agg_sitting", "yes")))
    store.save_programme(draft := a_programme(encounter))
    assert not store.keeps_content("ab" * 32)
    store.sign_programme(draft.id, SIGNATURE, an_impression(encounter.id), kept_content())
    store.append_answers((an_answer(encounter, "agg_sitting", "no"),))

    (concluded,) = store.impressions(encounter.id)
    assert [one.value for one in store.answers(encounter.id, to=concluded.answers_to)] == ["R", "yes"]
    assert store.keeps_content("ab" * 32)
    assert store.content("ab" * 32) == kept_content()
    assert store.content("00" * 32) is None


def test_a_programme_is_signed_together_with_what_was_concluded_or_not_at_all(store: Store) -> None:
    encounter = an_open_encounter(store)
    store.save_programme(draft := a_programme(encounter))
    elsewhere = an_impression("no such encounter")
    with pytest.raises(StoreError):
        store.sign_programme(draft.id, SIGNATURE, elsewhere, kept_content())
    assert store.programme(draft.id) == draft
    assert not store.keeps_content("ab" * 32)
    assert store.impressions(encounter.id) == ()


def test_papers_and_what_happened_to_them_are_kept(store: Store) -> None:
    encounter = an_open_encounter(store)
    programme = a_programme(encounter)
    store.save_programme(programme)
    paper = Document(
        encounter_id=encounter.id, kind="handout", sha256="cd" * 32, at=NOON, by="physio", programme_id=programme.id
    )
    store.add_document(paper)
    events = [
        DocumentEvent(document_id=paper.id, what=what, at=NOON + timedelta(minutes=n), by="physio")
        for n, what in enumerate(("printed", "reprinted", "saved"))
    ]
    for event in events:
        store.add_document_event(event)
    assert store.documents(encounter.id) == (paper,)
    assert store.document_events(paper.id) == tuple(events)


def test_settings_are_kept_and_replaced_by_name(store: Store) -> None:
    assert store.settings() == {}
    store.save_settings({"emergency_number": "999", "clinic_name": "Ośrodek"})
    store.save_settings({"emergency_number": "112"})
    assert store.settings() == {"clinic_name": "Ośrodek", "emergency_number": "112"}


def test_accounts_are_kept_with_a_secret_nobody_can_read(store: Store) -> None:
    secret = hash_secret("four ordinary words here")
    pat = Practitioner(user_name="pat", name="Pat Hysio", role="physio", registration="PH12345", secret_hash=secret)
    abe = Practitioner(user_name="abe", name="Abe Desk", role="reception", registration="", secret_hash=secret)
    store.save_practitioner(pat)
    store.save_practitioner(abe)
    assert [person.user_name for person in store.practitioners()] == ["abe", "pat"]
    kept = store.practitioner("pat")
    assert kept == pat
    assert kept.secret_hash.startswith("$argon2id$")
    assert secret_matches(kept.secret_hash, "four ordinary words here")
    assert not secret_matches(kept.secret_hash, "four ordinary words")
    assert not secret_matches("nonsense", "four ordinary words here")
    store.save_practitioner(replace(pat, active=False))
    assert store.practitioner("pat") == replace(pat, active=False)
    assert store.practitioner("nobody") is None


def test_the_audit_log_is_in_order_and_by_encounter(store: Store) -> None:
    encounter = an_open_encounter(store)
    entries = tuple(
        store.add_audit(who="physio", what=f"step {n}", at=NOON, encounter_id=encounter.id if n % 2 else None)
        for n in range(5)
    )
    assert store.audit() == entries
    assert store.audit(limit=2) == entries[-2:]
    assert store.audit(encounter.id) == entries[1::2]
    assert store.broken_audit_entry() is None
    assert store.last_audit_hash() == entries[-1].hash


def test_two_desks_writing_at_once_keep_one_chain(location: str | Path) -> None:
    with open_store(location, KEY) as one, open_store(location, KEY) as other:

        def note(store: Store) -> None:
            for _ in range(15):
                store.add_audit(who="desk", what="looked", at=NOON)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(note, (one, other)))
        assert [entry.number for entry in one.audit()] == list(range(1, 31))
        assert one.broken_audit_entry() is None


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET who = 'nobody' WHERE number = 3",
        "UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE number = 3",
        "DELETE FROM audit WHERE number = 3",
        "UPDATE audit SET hash = replace(hash, substr(hash, 1, 1), 'g') WHERE number = 3",
    ],
)
def test_a_changed_audit_entry_is_found(sqlite_store: Store, tampering: str) -> None:
    for number in range(5):
        sqlite_store.add_audit(who="physio", what=f"step {number}", at=NOON)
    with sqlite_store._database.engine.begin() as connection:
        # Somebody with the key and time removes the guards first.
        for guard in statements("sqlite"):
            connection.execute(text(f"DROP TRIGGER {guard.split()[2]}"))
        connection.execute(text(tampering))
    assert sqlite_store.broken_audit_entry() == 3
