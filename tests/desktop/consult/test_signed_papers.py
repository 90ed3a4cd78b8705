"""A paper of a signed visit is made again from the record, and has the very same bytes."""

import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.clinic import Clinic
from desktop.consult.papers import FinishedPaper, PaperKind, make_paper, page_text
from desktop.consult.signed_papers import paper_again, signed_order
from forms.content import fingerprint, load_content, read_content
from forms.errors import PaperError, PermissionDenied
from forms.records.entries import Document
from forms.records.store import Store
from tests.desktop.consult.people import DETAILS, PHYSIO, a_consult

LATER = datetime(2027, 9, 1, 22, 30, tzinfo=UTC)


class SignedVisit:
    """A visit that was signed at its desk, and a paper of it that has gone out."""

    def __init__(self, store: Store, kind: PaperKind = "programme", **how: object) -> None:
        page = a_consult(store, "EX01", answers={"cons_gp_share": "yes"})
        model = page.model
        model.enter_view(("A",), "Sits all day.")
        written = {place: str(how[place]) for place in ("view", "ask") if place in how}
        model.write_letter("letter to the GP", **written)
        assert model.sign("Jo", "PH 1")
        order = model.paper_order(
            kind,
            how.get("size", "A4"),  # type: ignore[arg-type]
            datetime(2026, 3, 2, 15, tzinfo=UTC),
            how.get("languages", ("en",)),  # type: ignore[arg-type]
            str(how.get("layout", "standard")),
            initials_only=bool(how.get("initials_only")),
        )
        self.paper: FinishedPaper = make_paper(order)
        model.note_paper(self.paper, "printed")
        self.encounter_id = model.intake.visit.encounter.id
        ((self.document, _events),) = model.clinic.papers(self.encounter_id)
        page.deleteLater()


def a_year_later(store: Store) -> Clinic:
    """The same records under newer rules, with another phone and another clock."""
    files = dict(load_content().files)
    name = "exercises/E22.toml"
    files[name] = files[name].replace(b"slow breaths", b"slow, easy breaths")
    content = read_content(files)
    assert content.sha256 == fingerprint(files) != load_content().sha256
    store.save_settings({"clinic_phone": "01632 960 999", "clinic_name": "Somewhere Else"})
    return Clinic(store, content, PHYSIO, "another desk", clock=lambda: LATER)


@pytest.mark.usefixtures("qapp")
class TestTheSameBytes:
    @pytest.mark.parametrize(
        "how",
        [
            {},
            {"kind": "clinician summary"},
            {"size": "Letter", "layout": "large_18"},
            {"languages": ("es",), "initials_only": True},
            {"languages": ("es", "en")},
        ],
        ids=["as usual", "summary", "large print on letter paper", "Spanish with initials", "two languages"],
    )
    def test_after_a_year_of_changes(self, store: Store, how: dict[str, object]) -> None:
        visit = SignedVisit(store, **how)  # type: ignore[arg-type]
        assert visit.document.sha256 == hashlib.sha256(visit.paper.content).hexdigest()
        again = paper_again(a_year_later(store), visit.document)
        assert again.content == visit.paper.content

    def test_the_same_choices_give_the_same_paper_whenever_it_is_printed(self, store: Store) -> None:
        page = a_consult(store, "EX01")
        assert page.model.sign("Jo", "PH 1")
        first, second = (make_paper(page.model.paper_order("programme", "A4", at)) for at in (datetime.now(UTC), LATER))
        assert first.content == second.content
        page.deleteLater()

    def test_in_another_process(self, store: Store, tmp_path: Path) -> None:
        """Hash seeds differ from process to process, and so would anything that went round a set."""
        script = (
            "import hashlib, sys\n"
            "from tests.desktop.consult.test_papers import SIGNED, an_order\n"
            "from desktop.consult.papers import make_paper\n"
            "print(hashlib.sha256(make_paper(an_order('EX01', signature=SIGNED)).content).hexdigest())\n"
        )
        hashes = {
            subprocess.run(
                [sys.executable, "-c", script],
                env={"PYTHONHASHSEED": seed, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "TZ": zone},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland"))
        }
        assert len(hashes) == 1

    def test_a_letter_with_words_of_the_physios_own_though_they_were_changed_since(self, store: Store) -> None:
        visit = SignedVisit(store, "letter to the GP", view="Settling.\nWalks well.", ask="Please review.")
        clinic = a_year_later(store)
        clinic.keep((clinic.rewrite_letter(clinic.letter_words(visit.encounter_id, "letter to the GP"), ask="-"),))
        again = paper_again(clinic, visit.document)
        assert again.content == visit.paper.content
        assert "Settling." in page_text(again.content, 0) and "Please review." in page_text(again.content, 0)

    def test_answers_given_after_the_signature_are_not_on_it(self, store: Store) -> None:
        visit = SignedVisit(store)
        clinic = a_year_later(store)
        clinic.save_answers((clinic.new_answer(visit.encounter_id, "sit_tol_min", 5.0, "physio"),))
        assert paper_again(clinic, visit.document).content == visit.paper.content


def a_printed_referral(store: Store) -> tuple[Document, FinishedPaper]:
    """A letter that went out unsigned, while open flags block everything else."""
    page = a_consult(store, "EX09")
    model = page.model
    model.write_letter("referral letter", note="Rang at 14:10.")
    paper = make_paper(model.paper_order("referral letter", "A4", datetime(2026, 3, 2, 15, tzinfo=UTC)))
    model.note_paper(paper, "printed")
    ((document, _events),) = model.clinic.papers(model.intake.visit.encounter.id)
    page.deleteLater()
    return document, paper


@pytest.mark.usefixtures("qapp")
class TestAnUnsignedLetter:
    def test_is_made_again_whatever_was_answered_decided_written_and_released_since(self, store: Store) -> None:
        document, paper = a_printed_referral(store)
        assert paper.is_draft and document.programme_id is None
        clinic, visit = a_year_later(store), document.encounter_id
        clinic.save_answers((clinic.new_answer(visit, "neu_weak", "no", "physio"),))
        raised = next(flag for flag in paper.order.assessment.impression.blocking_flags if flag.tier == "urgent")
        why = "Examined again, and nothing was found."
        clinic.review_flag(visit, flag=raised.id, tier="urgent", decision="closed", reason=why)
        clinic.keep((clinic.rewrite_letter(clinic.letter_words(visit, "referral letter"), note="Other words."),))
        again = paper_again(clinic, document)
        assert again.content == paper.content and again.is_draft
        assert "Rang at 14:10." in page_text(again.content, 0)

    def test_that_was_printed_under_a_flag_decided_before_rests_on_that_decision(self, store: Store) -> None:
        page = a_consult(store, "EX09")
        model = page.model
        flag = next(one for one in model.assessment.impression.blocking_flags if one.tier == "urgent")
        assert model.decide_flag(flag.id, "routine", "Examined again, and nothing was found.")
        paper = make_paper(model.paper_order("referral letter", "A4", datetime(2026, 3, 2, 15, tzinfo=UTC)))
        model.note_paper(paper, "printed")
        ((document, _events),) = model.clinic.papers(model.intake.visit.encounter.id)
        assert paper_again(a_year_later(store), document).content == paper.content
        page.deleteLater()

    def test_made_from_answers_that_the_record_does_not_hold_is_not_promised_again(self, store: Store) -> None:
        page = a_consult(store, "EX09")
        model = page.model
        paper = make_paper(model.paper_order("referral letter", "A4", datetime(2026, 3, 2, 15, tzinfo=UTC)))
        clinic, visit = model.clinic, model.intake.visit.encounter.id
        clinic.save_answers((clinic.new_answer(visit, "neu_weak", "no", "physio"),))
        model.note_paper(paper, "printed")
        ((document, _events),) = clinic.papers(visit)
        assert document.printing is None
        page.deleteLater()


@pytest.mark.usefixtures("qapp")
class TestWhatCannotBeMadeAgain:
    def test_other_bytes_are_never_passed_off_as_the_same(self, store: Store) -> None:
        visit = SignedVisit(store)
        printed_otherwise = replace(visit.document, sha256="0" * 64)
        with pytest.raises(PaperError, match="would not draw this paper as it was"):
            paper_again(a_year_later(store), printed_otherwise)

    def test_a_paper_of_an_older_version_says_so(self, store: Store) -> None:
        visit = SignedVisit(store)
        with pytest.raises(PaperError, match="did not keep how"):
            paper_again(a_year_later(store), replace(visit.document, printing=None))


@pytest.mark.usefixtures("qapp")
class TestTheRecord:
    def test_the_same_bytes_are_one_paper_with_all_that_happened_to_it(self, store: Store) -> None:
        visit = SignedVisit(store)
        clinic = a_year_later(store)
        assert clinic.is_reprint(visit.encounter_id, "programme", visit.document.programme_id or "")
        clinic.note_document(
            visit.encounter_id,
            "programme",
            visit.paper.content,
            happened="reprinted",
            programme_id=visit.document.programme_id,
        )
        ((document, events),) = clinic.papers(visit.encounter_id)
        assert document == visit.document
        assert [event.what for event in events] == ["printed", "reprinted"]
        assert "reprinted programme" in [entry.what for entry in store.audit(visit.encounter_id)]

    def test_a_wrong_date_of_birth_is_refused_and_noted_without_the_date(self, store: Store) -> None:
        visit = SignedVisit(store)
        clinic = a_year_later(store)
        patient = store.patient(store.encounter(visit.encounter_id).patient_id)  # type: ignore[union-attr]
        assert patient is not None
        assert clinic.confirm_birth_date(visit.encounter_id, patient.birth_date)
        assert not clinic.confirm_birth_date(visit.encounter_id, patient.birth_date.replace(year=1901))
        noted = [entry for entry in store.audit(visit.encounter_id) if "wrong date of birth" in entry.what]
        assert len(noted) == 1 and "1901" not in f"{noted[0].what} {noted[0].detail}"

    def test_the_letterhead_is_kept_once_and_holds_only_what_papers_show(self, store: Store) -> None:
        store.save_settings({"own_view_first": "no"})
        visit = SignedVisit(store)
        kept = store.letterhead(visit.document.letterhead or "")
        assert kept is not None
        details = json.loads(kept.details)
        assert details["clinic_phone"] == DETAILS["clinic_phone"] and "own_view_first" not in details

    def test_reception_neither_sees_nor_prints_them(self, store: Store) -> None:
        visit = SignedVisit(store)
        reception = Clinic(store, load_content(), replace(PHYSIO, role="reception"), "front")
        with pytest.raises(PermissionDenied):
            reception.papers(visit.encounter_id)
        with pytest.raises(PermissionDenied):
            reception.confirm_birth_date(visit.encounter_id, LATER.date())


@pytest.mark.usefixtures("qapp")
def test_the_order_from_the_record_is_that_of_the_desk(store: Store) -> None:
    visit = SignedVisit(store)
    clinic = Clinic(store, load_content(), PHYSIO, "front", clock=lambda: LATER)
    programme = store.programme(visit.document.programme_id or "")
    assert programme is not None
    assert make_paper(signed_order(clinic, programme, kind="programme", size="A4")).content == visit.paper.content
