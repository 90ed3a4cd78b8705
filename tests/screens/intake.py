"""Every page of the form: at the desk, in the physio's hands, in the patient's, and when something is wrong."""

import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.clinic import Clinic, OpenVisit, now_utc
from desktop.intake.answer_saver import AnswerSaver
from desktop.intake.intake_model import IntakeModel
from desktop.intake.intake_page import IntakePage
from desktop.patient_banner import PatientBanner
from forms.content import load_content
from forms.encounter import Encounter
from forms.records.store import Store
from forms.response import Value
from tests.desktop.open_visits import a_clinic, a_store, a_visit
from tests.screens.shell import framed

Act = Callable[[IntakePage, IntakeModel], None]
_STAGES = ("details", "intake")


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


@cache
def _store() -> Store:
    return a_store(Path(_folder().name))


@cache
def _visit(example: str) -> OpenVisit:
    return a_visit(_store(), example)


def _model(role: str, example: str, parent: QWidget, answers: dict[str, Value | None]) -> tuple[IntakeModel, AnswerSaver]:
    clinic = a_clinic(_store(), "physio" if role == "patient" else role)
    model = IntakeModel(clinic, _visit(example), role, parent)
    for key, value in answers.items():
        model.give(key, value)
    # Nothing is saved here: each picture starts from the same answers.
    return model, AnswerSaver(lambda _answers: None, now_utc, parent)


def _form(
    page_id: str,
    role: str,
    *,
    example: str = "EX05",
    stages: tuple[str, ...] = _STAGES,
    answers: dict[str, Value | None] | None = None,
    act: Act | None = None,
) -> QWidget:
    """One page of the form as it stands in the window, under the patient's banner."""
    holder = QWidget()
    model, saver = _model(role, example, holder, answers or {})
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    page = IntakePage(model, saver, stages, holder)
    layout.addWidget(PatientBanner(model, holder))
    layout.addWidget(page, 1)
    page.go_to_page(page_id)
    if act is not None:
        act(page, model)
    return framed(holder, user=model.clinic.user.name, role=role.capitalize())


def _try_to_go_on(page: IntakePage, _model: IntakeModel) -> None:
    here = page.current_page
    page.next_page()
    page.go_to_page(here)


_WRONG: dict[str, Value | None] = {"agg_sitting": "no", "sit_tol_min": 20, "pt_dob": "2031-01-01", "nprs_leg": None}


def screens() -> Iterable[tuple[str, Callable[[], QWidget]]]:
    questionnaire = load_content().questionnaire
    for page in questionnaire.pages:
        if page.stage in _STAGES:
            yield f"intake_{page.order:03}_{page.id}", partial(_form, page.id, "physio")
        elif page.stage == "examination":
            yield f"intake_{page.order:03}_{page.id}", partial(_form, page.id, "physio", stages=("examination",))
    for page_id in ("details", "safety", "problem"):
        yield f"intake_desk_{page_id}", partial(_form, page_id, "reception", example="")
    yield "intake_emergency", partial(_form, "safety", "reception", answers={"rf_saddle": "yes_new"})
    yield "intake_issues", partial(_form, "problem", "reception", answers=_WRONG, act=_try_to_go_on)
    yield "intake_exam_blank", partial(_form, "exam_power", "physio", example="EX01", stages=("examination",))
