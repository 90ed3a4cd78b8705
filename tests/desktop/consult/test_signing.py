"""The verbs of the clinic behind the consult: what may be recorded, and when a programme may be signed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.clinic import Clinic
from forms.content import load_content
from forms.errors import PermissionDenied, SciaticaIntakeError
from forms.programme.care_plan import CarePlan
from forms.records.entries import Programme
from forms.records.store import Store
from forms.response import Value
from tests.desktop.consult.people import NOON, PHYSIO, a_consult, a_store


class Desk:
    """One visit at a physio's desk, with its draft."""

    def __init__(self, store: Store, example: str, plan: CarePlan | None = None, **answers: Value | None) -> None:
        page = a_consult(store, example, answers=answers)
        self.clinic = page.model.clinic
        self.encounter_id = page.model.intake.visit.encounter.id
        self.assessment = page.model.assessment
        self.draft = self.clinic.save_programme(self.encounter_id, plan or self.assessment.care_plan)
        page.deleteLater()

    def sign(self, *, name: str = "Jo", registration: str = "PH 1", asked: tuple[str, ...] = ()) -> Programme:
        return self.clinic.sign_programme(
            self.draft, self.assessment, name=name, registration=registration, asked=asked
        )


@pytest.mark.usefixtures("qapp")
class TestSigning:
    def test_what_nothing_stands_in_the_way_of_is_signed(self, store: Store) -> None:
        desk = Desk(store, "EX01")
        signed = desk.sign()
        assert signed.signature is not None and signed.signature.at == NOON
        assert desk.clinic.is_as_signed(desk.encounter_id, desk.assessment)

    @pytest.mark.parametrize(
        ("example", "answers", "said"),
        [
            ("EX05", {}, "Mild weakness"),
            ("EX08", {}, "Bladder change"),
            ("EX01", {"rf_cancer": None}, "Cancer"),
            ("EX12", {}, "nerve examination"),
            ("EX01", {"surg_12wk": "yes"}, "X_SURG"),
            ("EX01", {"med_osteoporosis": None}, "med_osteoporosis"),
        ],
    )
    def test_refused_while_something_stands_in_the_way(
        self, store: Store, example: str, answers: dict[str, Value | None], said: str
    ) -> None:
        with pytest.raises(SciaticaIntakeError, match=said):
            Desk(store, example, **answers).sign()

    def test_a_plan_without_its_hard_stop_does_not_slip_through(self, store: Store) -> None:
        desk = Desk(store, "EX01", surg_12wk="yes")
        bare = replace(desk.assessment.care_plan, blocked_by=(), hard_stops=())
        desk.draft = desk.clinic.save_programme(desk.encounter_id, bare)
        with pytest.raises(SciaticaIntakeError, match="X_SURG"):
            desk.sign()

    def test_blanks_that_were_asked_for_may_stay_and_are_noted(self, store: Store) -> None:
        desk = Desk(store, "EX01", med_osteoporosis=None)
        asked = desk.assessment.care_plan.ask_before_signing
        desk.sign(asked=asked)
        noted = [entry.detail for entry in store.audit(desk.encounter_id) if entry.what == "signed a programme"]
        assert noted == [" ".join(asked)]

    def test_refused_without_the_clinics_details(self, tmp_path: Path) -> None:
        (tmp_path / "other").mkdir()
        with a_store(tmp_path / "other", ed_name="") as store, pytest.raises(SciaticaIntakeError, match="ed_name"):
            Desk(store, "EX01").sign()

    @pytest.mark.parametrize(("name", "registration"), [("", "PH 1"), ("Jo", " ")])
    def test_refused_without_name_or_number(self, store: Store, name: str, registration: str) -> None:
        with pytest.raises(SciaticaIntakeError, match="registration number"):
            Desk(store, "EX01").sign(name=name, registration=registration)

    def test_refused_with_rules_past_their_review(self, store: Store) -> None:
        desk = Desk(store, "EX01")
        desk.clinic = Clinic(store, load_content(), PHYSIO, "front", clock=lambda: datetime(2040, 1, 1, tzinfo=UTC))
        with pytest.raises(SciaticaIntakeError, match="review date"):
            desk.sign()

    def test_refused_when_one_red_flag_is_past_its_own_review(self, store: Store) -> None:
        desk = Desk(store, "EX01")
        content, name = load_content(), "rules/red_flags/RF02_saddle.toml"
        day_before = (NOON - timedelta(days=1)).date()
        files = content.files | {name: f"review_by = {day_before}\n".encode() + content.files[name]}
        desk.clinic = Clinic(store, replace(content, files=files), PHYSIO, "front", clock=lambda: NOON)
        with pytest.raises(SciaticaIntakeError, match="review date"):
            desk.sign()

    def test_refused_when_another_desk_answered_meanwhile(self, store: Store) -> None:
        desk = Desk(store, "EX01")
        store.append_answers((desk.clinic.new_answer(desk.encounter_id, "rf_saddle", "yes_new", "physio"),))
        with pytest.raises(SciaticaIntakeError, match="another desk"):
            desk.sign()
        assert all(one.signature is None for one in store.programmes(desk.encounter_id))

    def test_refused_when_what_is_shown_is_not_what_the_answers_lead_to(self, store: Store) -> None:
        desk = Desk(store, "EX05")
        shown = replace(desk.assessment.impression, flags=())  # as if a flag had been overlooked on the way
        desk.assessment = replace(desk.assessment, impression=shown)
        with pytest.raises(SciaticaIntakeError, match="lead to something else"):
            desk.sign()

    def test_what_another_desk_answered_stands_on_the_page_that_could_not_be_signed(self, store: Store) -> None:
        page = a_consult(store, "EX01")
        model = page.model
        encounter_id = model.intake.visit.encounter.id
        store.append_answers((model.clinic.new_answer(encounter_id, "rf_saddle", "yes_new", "physio"),))
        assert not model.sign("Jo", "PH 1")
        assert model.intake.value("rf_saddle") == "yes_new"
        assert model.assessment.impression.blocking_flags
        page.deleteLater()

    def test_what_was_signed_is_not_what_a_new_answer_says(self, store: Store) -> None:
        desk = Desk(store, "EX01")
        desk.sign()
        other = Desk(store, "EX01", sit_tol_min=5.0)
        assert not other.clinic.is_as_signed(desk.encounter_id, other.assessment)


@pytest.mark.usefixtures("qapp")
class TestViews:
    def test_a_view_is_kept_in_the_visits_record_and_its_words_out_of_the_log(self, store: Store) -> None:
        desk = Desk(store, "EX01")
        desk.clinic.record_view(desk.encounter_id, "before_results", ("B",), "Clenches while teaching.")
        assert [(view.drivers, view.words) for view in desk.clinic.views(desk.encounter_id)] == [
            (("B",), "Clenches while teaching.")
        ]
        logged = [(entry.what, entry.detail) for entry in store.audit(desk.encounter_id)]
        assert ("recorded a view: before results", "B") in logged
        assert not any("Clenches" in detail for _, detail in logged)

    def test_a_choice_against_the_rules_needs_a_reason(self, store: Store) -> None:
        desk = Desk(store, "EX01")
        with pytest.raises(SciaticaIntakeError, match="Say why"):
            desk.clinic.record_view(desk.encounter_id, "choice", ("B",), "  ")

    def test_reception_neither_records_nor_reads_a_view(self, store: Store) -> None:
        desk = Desk(store, "EX01")
        reception = Clinic(store, load_content(), replace(PHYSIO, role="reception"), "front")
        with pytest.raises(PermissionDenied):
            reception.record_view(desk.encounter_id, "before_results", (), "")
        with pytest.raises(PermissionDenied):
            reception.views(desk.encounter_id)

    def test_a_clinic_may_turn_the_question_off(self, store: Store) -> None:
        desk = Desk(store, "EX01")
        assert desk.clinic.asks_own_view_first
        store.save_settings({"own_view_first": "no"})
        assert not desk.clinic.asks_own_view_first
