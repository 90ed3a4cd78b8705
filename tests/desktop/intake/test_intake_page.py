"""The form on the screen, driven by the keyboard and the mouse, with a real store behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.clinic import now_utc
from desktop.fields.date_field import DateField
from desktop.fields.quantity_field import QuantityField
from desktop.intake.answer_saver import AnswerSaver
from desktop.intake.intake_model import IntakeModel
from desktop.intake.intake_page import IntakePage
from desktop.theme import Theme, apply_theme
from desktop.widgets.banner import Banner
from forms.records.store import Store
from tests.desktop.open_visits import a_clinic, a_store, a_visit


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as store:
        yield store


def open_page(store: Store, qtbot: QtBot, role: str = "reception", example: str = "", **named: object) -> IntakePage:
    clinic = a_clinic(store, role)
    model = IntakeModel(clinic, a_visit(store, example), role)
    saver = AnswerSaver(clinic.save_answers, now_utc)
    model.answer_given.connect(saver.add)
    page = IntakePage(model, saver, **named)  # type: ignore[arg-type]
    model.setParent(page)
    saver.setParent(page)
    qtbot.addWidget(page)
    page.resize(1366, 720)
    page.show()
    qtbot.waitExposed(page)
    return page


def model_of(page: IntakePage) -> IntakeModel:
    return page.findChild(IntakeModel)


def test_a_number_key_answers_and_enter_goes_to_the_next_question(store: Store, qtbot: QtBot) -> None:
    page = open_page(store, qtbot)
    page.activateWindow()
    page.go_to("agg_sitting")
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_1)
    assert model_of(page).value("agg_sitting") == "yes"
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    field = page.view("changes").field("sit_tol_min")
    assert field is not None and field.isAncestorOf(page.focusWidget())


def test_what_a_question_opens_appears_under_it(store: Store, qtbot: QtBot) -> None:
    page = open_page(store, qtbot)
    page.go_to("agg_sitting")
    eases = page.view("changes").field("ease_stand_up")
    assert eases is not None and not eases.isVisible()
    model_of(page).give("agg_sitting", "yes")
    assert eases.isVisible()


def test_the_next_page_is_not_built_between_two_answers(store: Store, qtbot: QtBot) -> None:
    page = open_page(store, qtbot)
    page._ahead.start(60_000)
    model_of(page).give("agg_sitting", "yes")
    assert 0 < page._ahead.remainingTime() < 1_000  # from the newest answer on
    page._ahead.stop()
    model_of(page).give("agg_sitting", "no")
    assert not page._ahead.isActive(), "it was built already"


def test_the_button_says_what_is_left_and_jumps_to_the_first_needed(store: Store, qtbot: QtBot) -> None:
    page = open_page(store, qtbot)
    left = model_of(page).left
    assert len(left.required) > 3
    page.jump_to_needed()
    first = left.required[0]
    assert page.current_page == model_of(page).questionnaire.page_of(first).id


def test_a_required_question_complains_only_after_somebody_tried_to_go_on(store: Store, qtbot: QtBot) -> None:
    page = open_page(store, qtbot)
    page.go_to("agg_sitting")
    field = page.view("changes").field("agg_sitting")
    assert field is not None and field.issue_text() == ""
    page.next_page()
    assert "needs an answer" in field.issue_text()


def test_reception_is_not_asked_private_questions(store: Store, qtbot: QtBot) -> None:
    page = open_page(store, qtbot)
    assert page.view("safety").field("rf_sexual") is None
    assert page.view("safety").field("rf_bladder") is not None
    physio = open_page(store, qtbot, "physio")
    assert physio.view("safety").field("rf_sexual") is not None


def test_an_emergency_shows_what_to_do_at_once_and_no_driver_to_reception(store: Store, qtbot: QtBot) -> None:
    page = open_page(store, qtbot)
    model_of(page).give("rf_saddle", "yes_new")
    texts = " ".join(
        child.accessibleName() + child.accessibleDescription()
        for child in page.findChildren(QWidget)
        if child.isVisible()
    )
    assert "A&E" in texts and "999" in texts
    assert "nerve root" not in texts.lower()


def test_a_second_injury_gets_a_card_and_its_answers_a_place_of_their_own(store: Store, qtbot: QtBot) -> None:
    page = open_page(store, qtbot)
    page.go_to("inj_any")
    model = model_of(page)
    model.give("inj_any", "yes")
    view = page.view("injuries")
    first = view.field("injuries/1/inj_part")
    assert first is not None
    qtbot.waitUntil(first.isVisible, timeout=1000)
    model.give("injuries/1/inj_part", "ankle")
    add = next(
        button for button in view.findChildren(QWidget) if button.property("block") == "injuries" and button.isVisible()
    )
    add.click()  # type: ignore[attr-defined]
    assert view.field("injuries/2/inj_part") is not None
    model.give("inj_any", "no")
    assert not first.isVisible()


def test_undo_shows_the_answer_that_was_there_before(store: Store, qtbot: QtBot) -> None:
    page = open_page(store, qtbot)
    page.go_to("agg_sitting")
    field = page.view("changes").field("agg_sitting")
    model = model_of(page)
    assert field is not None
    model.give("agg_sitting", "yes")
    model.undo()
    assert field.value() is None


def test_a_place_is_told_and_found_again(store: Store, qtbot: QtBot) -> None:
    page = open_page(store, qtbot)
    places: list[tuple[str, str]] = []
    page.place_changed.connect(lambda where, key: places.append((where, key)))
    page.activateWindow()
    page.go_to("occ_sit_h")
    assert places[-1][0] == "work"
    other = open_page(store, qtbot)
    other.focus_place("work", "occ_sit_h")
    assert other.current_page == "work"


@pytest.mark.parametrize("stages", [("details", "intake"), ("examination",)])
def test_every_control_of_every_page_has_a_spoken_name(store: Store, qtbot: QtBot, stages: tuple[str, ...]) -> None:
    page = open_page(store, qtbot, "physio", "EX05", stages=stages)
    nameless: list[str] = []
    for one in model_of(page).pages(stages):
        page.go_to_page(one.id)
        for widget in page.findChildren(QWidget):
            if (
                widget.focusPolicy() != Qt.FocusPolicy.NoFocus
                and widget.isVisibleTo(page)
                and not widget.objectName().startswith("qt_")
                and not spoken_label(widget)
            ):
                nameless.append(f"{one.id}: {type(widget).__name__} {widget.accessibleName()!r}")
    assert nameless == []


def spoken_label(widget: QWidget) -> str:
    accessible = QAccessible.queryAccessibleInterface(widget)
    # Qt also counts who listens to a button as related; only a label has words.
    labels = [words for other, _ in accessible.relations() if (words := other.text(QAccessible.Text.Name))]
    if labels:
        return str(labels[0])
    return "" if isinstance(widget, QComboBox) else str(accessible.text(QAccessible.Text.Name))


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_makes_a_page_wider_than_the_window(store: Store, qtbot: QtBot, scale: float) -> None:
    from PySide6.QtWidgets import QApplication, QScrollArea

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, Theme("light", scale))
    try:
        page = open_page(store, qtbot, "physio", "EX05")
        for one in model_of(page).pages(("details", "intake")):
            page.go_to_page(one.id)
            view = page.view(one.id)
            area = next(a for a in page.findChildren(QScrollArea) if a.widget() is view)
            assert view.minimumSizeHint().width() <= area.viewport().width(), one.id
    finally:
        apply_theme(app, Theme("light", 1.0))


def test_a_number_typed_outside_its_limits_is_kept_with_its_error_and_no_rule_uses_it(
    store: Store, qtbot: QtBot
) -> None:
    page = open_page(store, qtbot)
    model = model_of(page)
    model.give("rf_weak_worse", "yes")
    page.go_to("rf_weak_worse_days")
    qtbot.keyClicks(page.focusWidget(), "2")
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    assert [flag.tier for flag in model.assessment.impression.flags if flag.id == "RF08"] == ["emergency"]
    page.go_to("rf_weak_worse_days")
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(page.focusWidget(), "400")
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    field = page.view("safety").field("rf_weak_worse_days")
    assert field is not None and "from 0 to 365" in field.issue_text()
    assert page.findChild(AnswerSaver).flush()
    stored = model.clinic.visit(model.visit.encounter.id)
    assert stored.response.value("rf_weak_worse_days") == 400
    (flag,) = (flag for flag in model.clinic.assess(stored).impression.flags if flag.id == "RF08")
    assert flag.tier == "urgent" and "rf_weak_worse_days" in flag.missing


def test_the_desk_does_not_read_what_somebody_else_answered_to_a_delicate_question(store: Store, qtbot: QtBot) -> None:
    desk = open_page(store, qtbot)
    model = model_of(desk)
    field = desk.view("safety_general").field("rf_cancer")
    urine = desk.view("safety").field("rf_bladder")
    assert field is not None and urine is not None
    patient = a_clinic(store, "physio")
    told = (("rf_cancer", "yes"), ("rf_bladder", "no"))
    visit_id = model.visit.encounter.id
    model.take_in(tuple(patient.new_answer(visit_id, key, code, "patient") for key, code in told), ())
    desk.go_to("rf_cancer")
    assert field.value() is None
    assert "Answered already" in " ".join(label.text() for label in field.findChildren(QLabel) if label.isVisible())
    assert urine.value() == "no"
    kind = desk.view("safety_general").field("rf_cancer_type")
    assert kind is not None and not kind.isVisible()
    # What the desk itself was told aloud it may see, until the form is opened again.
    qtbot.keyClick(desk.focusWidget(), Qt.Key.Key_1)
    assert (model.value("rf_cancer"), field.value()) == ("no", "no")
    model.undo()
    assert (model.value("rf_cancer"), field.value()) == ("yes", None)
    physio = open_page(store, qtbot, "physio")
    model_of(physio).give("rf_cancer", "yes")
    seen = physio.view("safety_general").field("rf_cancer")
    assert seen is not None and seen.value() == "yes"


@pytest.mark.parametrize("code", ["unsure", "private"])
def test_not_sure_about_a_grave_question_tells_the_desk_what_to_do_at_once(
    store: Store, qtbot: QtBot, code: str
) -> None:
    page = open_page(store, qtbot)
    (banner,) = page.findChildren(Banner)
    model_of(page).give("rf_saddle", "no")
    assert not banner.isVisible()
    model_of(page).give("rf_bladder", code)
    assert banner.isVisible()
    assert "Urgent" in banner.accessibleName()
    assert "Tell the duty physio before the person leaves" in banner.accessibleDescription()
    model_of(page).give("rf_bladder", "no")
    assert not banner.isVisible()


class TestWhatCannotBeRead:
    """A complaint about what stands in a field stays until it is mended, whatever is answered meanwhile."""

    @pytest.mark.parametrize(
        ("key", "typed", "words"),
        [("onset_date", "in spring", "Write the date as"), ("scans/1/img_date", "99/99", "Write the date as")],
    )
    def test_a_date_keeps_its_complaint_when_another_answer_arrives(
        self, qtbot: QtBot, store: Store, key: str, typed: str, words: str
    ) -> None:
        page = open_page(store, qtbot, "physio", "EX05")
        page.go_to(key)
        field = page.view(page.current_page).field(key)
        assert isinstance(field, DateField)
        field.box.edit.setText(typed)
        field.commit()
        assert words in field.issue_text()
        for side in ("L", "R"):
            page._model.give("pain_side", side)
            page._model.give("scans/1/img_side", "L")  # a contradiction comes, and another goes
        assert words in field.issue_text()
        field.box.edit.setText("2 February 2026")
        field.commit()
        assert words not in field.issue_text()

    def test_a_number_keeps_its_complaint_when_another_answer_arrives(self, qtbot: QtBot, store: Store) -> None:
        page = open_page(store, qtbot, "physio", "EX05")
        page.go_to("sit_tol_min")
        field = page.view(page.current_page).field("sit_tol_min")
        assert isinstance(field, QuantityField)
        field.box.edits[0].setText("forty")
        field.commit()
        assert field.issue_text() == "Write a number, for example 40."
        page._model.give("agg_sitting", "no")
        page._model.give("agg_sitting", "yes")
        assert field.issue_text() == "Write a number, for example 40."
