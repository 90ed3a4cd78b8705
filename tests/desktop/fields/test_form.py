"""The whole shipped form through `make_field`: every question has a widget that can hold its answers."""

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.fields.make import make_field
from desktop.theme import Theme, apply_theme
from forms.body_chart import body_views, read_view
from forms.content import load_questionnaire
from forms.errors import ContentError
from tests.desktop.fields.examples import TODAY
from tests.desktop.fields.test_fields import unlabelled


def test_every_question_of_the_form_has_a_widget_with_names(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, Theme())
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    for item in load_questionnaire().items.values():
        layout.addWidget(make_field(item, page, today=TODAY))
    page.show()
    assert unlabelled(page) == []


def test_every_option_of_every_choice_can_be_shown(qtbot: QtBot) -> None:
    for item in load_questionnaire().items.values():
        if item.type != "choice" or item.asked_each:
            continue
        field = make_field(item, None, today=TODAY)
        qtbot.addWidget(field)
        for code in item.codes:
            value = (code,) if item.repeats else code
            field.set_value(value)
            assert field.value() == value, item.link_id


def test_the_drawing_has_every_part_the_form_asks_about() -> None:
    drawn = {region.code for view in body_views() for region in view.regions}
    assert drawn == set(load_questionnaire().item("pain_sites").codes)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('title = "A"\nwidth = 0.4\nmirror = true\ncolour = "red"', "unknown key"),
        ('title = "A"\nwidth = 0.4\nmirror = true\n[[region]]\ncode = "x"\npoints = [0.1, 0.2]', "three points"),
        ('title = "A"\nwidth = 0.4\nmirror = true\n[[region]]\ncode = "x"\nellipse = [0.1]', "half width"),
    ],
)
def test_a_broken_drawing_says_what_is_wrong(text: str, complaint: str) -> None:
    with pytest.raises(ContentError, match=complaint):
        read_view("front", text.encode())
