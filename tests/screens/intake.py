"""Every page of the form: at the desk, in the physio's hands, in the patient's, and when something is wrong."""

import tempfile
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.clinic import OpenVisit, now_utc
from desktop.intake.answer_saver import AnswerSaver
from desktop.intake.intake_model import IntakeModel
from desktop.intake.intake_page import IntakePage
from desktop.intake.patient_page import PatientPage
from desktop.intake.report_reader import ReportReader
from desktop.intake.report_text import ReportUnreadable
from desktop.other_desks import Clash
from desktop.patient_banner import PatientBanner
from desktop.visit_view import VisitView
from forms.content import load_content
from forms.records.store import Store
from forms.response import Value
from tests.desktop.open_visits import a_clinic, a_store, a_visit
from tests.screens.shell import framed, settle

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


def _model(
    role: str, example: str, parent: QWidget, answers: dict[str, Value | None]
) -> tuple[IntakeModel, AnswerSaver]:
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


def _patient(key: str = "", *, answers: dict[str, Value | None] | None = None, help_asked: bool = False) -> QWidget:
    """The patient's screen at the view that asks this question; without one, the welcome. It has the window alone."""
    holder = QWidget()
    model, saver = _model("patient", "EX05", holder, answers or {})
    page = PatientPage(model, saver, holder)
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(page)
    if key:
        for _step in range(len(model.questionnaire.items)):
            if key in page.shown_keys() or (key == "end" and not page.shown_keys() and _step):
                break
            page.next_step()
    if help_asked:
        page.ask_for_help()
    holder.resize(1366, 768)
    return holder


def _clash() -> QWidget:
    """Two desks answered one question differently."""
    view = VisitView(a_clinic(_store()), _visit("EX05"))
    view.others.stop()
    view.show_intake()
    assert view.intake is not None
    view.intake.go_to_page("changes")
    theirs = view.clinic.new_answer(view.model.visit.encounter.id, "agg_sitting", "no", "reception")
    view.clash.ask((Clash("yes", replace(theirs, desk="front desk")),))
    return framed(view, user=view.clinic.user.name, role="Physio")


_REPORT = """EXAM: MRI LUMBAR SPINE WITHOUT CONTRAST
EXAM DATE: 02/20/2026
HISTORY: Low back pain radiating to left leg. Rule out herniated disc.

FINDINGS:
L3-L4: Mild disc bulge. No nerve root impingement.
L4-L5: Left paracentral disk herniation abuts the traversing left L5 nerve root. Mild facet arthropathy.
L5-S1: Disc desiccation. No stenosis.

IMPRESSION:
1. Left paracentral disk herniation at L4-L5 abutting the left L5 nerve root.
2. No fracture. No tumor.
"""


def _report(text: str = _REPORT, *, confirms: bool = False, says: str = "", by_level: bool = False) -> QWidget:
    """A report and what it suggests, over the scans page."""
    holder = QWidget()
    model, _saver = _model("reception", "EX12", holder, {"scans/1/img_done": None})
    reader = ReportReader(model, None)
    holder.setParent(reader)
    holder.hide()
    reader.text.setPlainText(text)
    reader.resize(1240, 720)
    if says:
        reader._on_failed(ReportUnreadable(says))
        return reader
    if text:
        reader.read()
        settle()
    if by_level:
        each = reader.ways.button("by_level")
        assert each is not None
        each.click()
    if confirms:
        reader.confirm_stated()
    return reader


_WRONG: dict[str, Value | None] = {"agg_sitting": "no", "sit_tol_min": 20, "pt_dob": "2031-01-01", "nprs_leg": None}


def screens() -> Iterable[tuple[str, Callable[[], QWidget]]]:
    questionnaire = load_content().questionnaire
    yield "intake_report_empty", partial(_report, "")
    yield "intake_report_read", _report
    yield "intake_report_confirmed", partial(_report, confirms=True)
    yield "intake_report_by_level", partial(_report, by_level=True)
    yield "intake_report_urgent", partial(_report, "MRI lumbar spine. Metastasis in L3 cannot be excluded.")
    yield "intake_report_picture", partial(_report, "", says="This PDF is a picture of the report, without text.")
    for page in questionnaire.pages:
        if page.stage in _STAGES:
            yield f"intake_{page.order:03}_{page.id}", partial(_form, page.id, "physio")
        elif page.stage == "examination":
            yield f"intake_{page.order:03}_{page.id}", partial(_form, page.id, "physio", stages=("examination",))
    for page_id in ("details", "safety", "problem"):
        yield f"intake_desk_{page_id}", partial(_form, page_id, "reception", example="")
    yield "intake_emergency", partial(_form, "safety", "reception", answers={"rf_saddle": "yes_new"})
    yield "intake_issues", partial(_form, "problem", "reception", answers=_WRONG, act=_try_to_go_on)
    clashing: dict[str, Value | None] = {"pain_side": "L", "scans/1/img_side": "R", "agg_sitting": "no"}
    for page_id in ("problem", "changes"):
        yield f"intake_contradiction_{page_id}", partial(_form, page_id, "physio", answers=clashing)
    yield "intake_clash", _clash
    yield "intake_exam_blank", partial(_form, "exam_power", "physio", example="EX01", stages=("examination",))
    yield "patient_welcome", _patient
    for key in ("course", "pain_sites", "nprs_leg", "agg_sitting", "rf_bladder", "rf_sexual", "rf_systemic", "inj_any"):
        yield f"patient_{key}", partial(_patient, key)
    yield "patient_help", partial(_patient, "occ_sit_h", help_asked=True)
    yield "patient_called", partial(_patient, "rf_bowel", answers={"rf_saddle": "yes_new"})
    yield "patient_finished", partial(_patient, "end")
