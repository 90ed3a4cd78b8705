"""A sheet of every kind of field, in light and dark, at 100 % and 200 %, on a desk and on the patient's screen.

Run it to look: `python -m tests.screens.fields FOLDER`.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.fields.body_map import BodyMapField
from desktop.fields.make import make_field
from desktop.theme import Theme, apply_theme, px
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import IconButton, LinkButton, PrimaryButton, QuietButton
from desktop.widgets.card import Card
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.page_title import PageTitle
from desktop.widgets.search_box import SearchBox
from forms.response import Value
from tests.desktop.fields.examples import EXAMPLES, TODAY, an_item

_SHEETS = (
    ("yes_no", "rows", "number", "weight", "scale", "date"),
    ("asked_each", "choices", "line", "tick"),
    ("long_choices", "lines", "texts", "display"),
    ("body",),
)


def sheet(names: tuple[str, ...], *, touch: bool) -> QWidget:
    """One page of fields, half of them answered, one with an issue."""
    page = QWidget()
    page.setAutoFillBackground(True)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(32, 32, 32, 32)
    if not touch:
        layout.addWidget(PageTitle("What changes it", "Answer what you can; nothing is lost if you stop.", page))
    card = Card("", page)
    card.body.setSpacing(px(page, 24))
    layout.addWidget(card)
    for name in names:
        value: Value | None = None if name == "display" else EXAMPLES[name][1]
        field = make_field(an_item(name), card, today=TODAY, touch=touch)
        field.set_value(value)
        if isinstance(field, BodyMapField):
            field.set_side("R")
        if name == "number":
            field.show_issue("240 minutes is the most; write 240 when there is no limit.")
        if name == "date":
            field.show_issue("That is before the pain began. Is it right?", "warning")
        card.body.addWidget(field)
    layout.addStretch(1)
    return page


def widgets_sheet() -> QWidget:
    page = QWidget()
    page.setAutoFillBackground(True)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(32, 32, 32, 32)
    layout.setSpacing(px(page, 12))
    layout.addWidget(PageTitle("Reception", "Two people are here, five are expected.", page))
    for tier, title in (
        ("emergency", "Call a physio to this person now"),
        ("urgent", "Please call a physio now"),
        ("soon", "The physio should see this today"),
        ("routine", "Noted for the physio"),
        ("none", "No safety prompts triggered. This does not rule out serious illness."),
    ):
        layout.addWidget(Banner(tier, title, "Because of what was answered on the safety page.", page))
    layout.addWidget(SearchBox("Find or add a person", page))
    row = QHBoxLayout()
    row.addWidget(LinkButton("Discard this draft", page))
    row.addStretch(1)
    row.addWidget(IconButton("print", "Print", page))
    row.addWidget(QuietButton("Save and stop", page, icon_name="save"))
    row.addWidget(PrimaryButton("Next page", page, icon_name="arrow_right", icon_last=True))
    layout.addLayout(row)
    card = Card("Arrived", page)
    card.body.addWidget(
        EmptyState("Nobody has arrived yet", "Press the name when the person stands at the desk.", card)
    )
    layout.addWidget(card)
    layout.addStretch(1)
    return page


def draw(folder: Path) -> list[Path]:
    """Every sheet as a picture."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    made = []
    for scheme in ("light", "dark"):
        for scale in (1.0, 2.0):
            apply_theme(app, Theme(scheme, scale))  # type: ignore[arg-type]
            pages = [(f"{number}", sheet(names, touch=False), 1040) for number, names in enumerate(_SHEETS, 1)]
            pages.append(("widgets", widgets_sheet(), 1040))
            if scale == 1.0:
                pages.append(("patient", sheet(("yes_no", "rows", "scale"), touch=True), 1040))
                pages.append(("patient_body", sheet(("body",), touch=True), 1360))
            for name, page, width in pages:
                page.resize(width if scale == 1.0 else 1300, 200)
                page.show()
                app.processEvents()
                page.resize(page.width(), max(page.heightForWidth(page.width()), page.sizeHint().height()))
                app.processEvents()
                path = folder / f"{scheme}_{round(scale * 100)}_{name}.png"
                page.grab().save(str(path))
                made.append(path)
                page.close()
                page.deleteLater()
    return made


if __name__ == "__main__":
    for picture in draw(Path(sys.argv[1] if len(sys.argv) > 1 else "field-pictures")):
        print(picture)
