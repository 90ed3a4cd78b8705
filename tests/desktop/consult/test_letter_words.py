"""What a physio adds to a letter is part of the record: kept as typed, found again, and for nobody else to write."""

import re
from datetime import timedelta

import pytest
from msgspec.structs import replace

from desktop.clinic import Clinic
from desktop.consult.letter_words import LetterKind, LetterWords
from forms.content import load_content
from forms.errors import PermissionDenied
from forms.records.store import Store
from tests.desktop.consult.people import NOON, PHYSIO, a_consult
from tests.reports.test_handout import HOSTILE

REFERRAL: LetterKind = "referral letter"
GP: LetterKind = "letter to the GP"


class AVisit:
    """A visit with nothing written in its letters yet, and its clinic."""

    def __init__(self, store: Store) -> None:
        page = a_consult(store, "EX09")
        self.clinic: Clinic = page.model.clinic
        self.id = page.model.intake.visit.encounter.id
        page.deleteLater()

    def write(self, letter: LetterKind = REFERRAL, **changes: str) -> LetterWords:
        words = self.clinic.rewrite_letter(self.clinic.letter_words(self.id, letter), **changes)
        self.clinic.keep((words,))
        return words

    def said_in_the_log(self) -> list[str]:
        return [f"{entry.what} {entry.detail}" for entry in self.clinic.store.audit(self.id)]


@pytest.fixture
def visit(qapp: object, store: Store) -> AVisit:
    return AVisit(store)


@pytest.mark.parametrize("words", HOSTILE)
def test_words_come_back_exactly_as_typed(visit: AVisit, words: str) -> None:
    visit.write(note=words)
    assert visit.clinic.letter_words(visit.id, REFERRAL).note == words


def test_the_letters_of_a_visit_are_kept_apart_and_the_newest_state_counts(visit: AVisit) -> None:
    visit.write(note="Rang at 14:10.")
    visit.write(GP, ask="Please review.")
    visit.write(route="emergency_department")
    referral, gp = (visit.clinic.letter_words(visit.id, letter) for letter in (REFERRAL, GP))
    assert (referral.note, referral.route) == ("Rang at 14:10.", "emergency_department")
    assert (gp.ask, gp.note) == ("Please review.", "")


def test_what_stood_there_before_stays_in_the_record(visit: AVisit, store: Store) -> None:
    visit.write(note="First words.")
    visit.write(note="")
    kept = [row.impression for row in store.impressions(visit.id)]
    assert any("First words." in text for text in kept)
    assert visit.clinic.letter_words(visit.id, REFERRAL).note == ""


def test_saving_a_state_twice_keeps_one_row(visit: AVisit, store: Store) -> None:
    words = visit.write(note="Once.")
    visit.clinic.keep((words,))
    assert len([row for row in store.impressions(visit.id) if row.id == words.id]) == 1


def test_the_log_says_who_wrote_and_never_what(visit: AVisit) -> None:
    for note in ("A word", "A word about Zebedee"):
        visit.write(note=note)
    said = visit.said_in_the_log()
    assert len([line for line in said if line.startswith("wrote in the referral letter")]) == 1
    assert not any("Zebedee" in line for line in said)


def test_another_person_who_writes_in_it_is_named_too(visit: AVisit, store: Store) -> None:
    visit.write(note="A word")
    other = Clinic(store, load_content(), replace(PHYSIO, user_name="sam"), "back", clock=lambda: NOON)
    other.keep((other.rewrite_letter(other.letter_words(visit.id, REFERRAL), note="Another"),))
    wrote = [one.who for one in store.audit(visit.id) if one.what.startswith("wrote in")]
    assert sorted(wrote) == ["jo", "sam"]


@pytest.mark.parametrize("role", ["reception", "patient", "admin"])
def test_only_a_physio_reads_or_writes_them(visit: AVisit, store: Store, role: str) -> None:
    words = visit.write(note="A word")
    other = Clinic(store, load_content(), replace(PHYSIO, role=role), "front", clock=lambda: NOON)
    with pytest.raises(PermissionDenied):
        other.letter_words(visit.id, REFERRAL)
    with pytest.raises(PermissionDenied):
        other.keep((replace(words, id="1" * 32, note="Not theirs"),))
    assert visit.clinic.letter_words(visit.id, REFERRAL).note == "A word"


def test_nothing_written_shows_in_what_python_prints(visit: AVisit) -> None:
    assert not re.search("Zebedee", repr(visit.write(note="Zebedee")))


@pytest.mark.usefixtures("qapp")
def test_a_letter_is_dated_when_its_words_were_written_and_unsigned_when_another_wrote_them(store: Store) -> None:
    page = a_consult(store, "EX01", answers={"cons_gp_share": "yes"})
    model = page.model
    model.enter_view(("A",), "")
    assert model.sign("Jo", "PH 1")
    later = NOON + timedelta(days=3)
    assert model.paper_order(GP, "A4", later).at == NOON
    model.clinic._clock = lambda: later
    model.write_letter(GP, view="Settling.")
    order = model.paper_order(GP, "A4", later + timedelta(days=1))
    assert (order.at, order.signature is not None) == (later, True)
    assert model.paper_order("clinician summary", "A4", later).at == NOON
    model.clinic.user = replace(PHYSIO, user_name="sam")
    model.write_letter(GP, ask="Please review.")
    order = model.paper_order(GP, "A4", later)
    assert (order.signature, order.programme_id) == (None, "")
    assert model.paper_order("programme", "A4", later).signature is not None
    model.write_letter(GP, view="", ask="")
    assert model.paper_order(GP, "A4", later).signature is not None
    page.deleteLater()


@pytest.mark.usefixtures("qapp")
def test_writing_after_the_signature_does_not_make_a_new_draft(store: Store) -> None:
    page = a_consult(store, "EX01")
    model = page.model
    model.enter_view(("A",), "")
    assert model.sign("Jo", "PH 1")
    model.write_letter(GP, view="Settling.")
    model.keep_letters()
    assert model._saver.flush()
    assert model.clinic.letter_words(model.intake.visit.encounter.id, GP).view == "Settling."
    model._forget()
    assert model.is_signed
    page.deleteLater()
