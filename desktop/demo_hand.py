"""A person's hand for the demo: answers questions through their own widgets, by key and mouse, as anybody would."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QWidget

from desktop.fields.asked_each_field import AskedEachField
from desktop.fields.body_map import BodyMapField
from desktop.fields.cell_field import CellField
from desktop.fields.field import Field
from forms.response import Value


def answer(field: Field, value: Value) -> None:
    """Give this answer to a field in sight."""
    if isinstance(field, AskedEachField):
        _answer_each(field, value)
    elif isinstance(field, BodyMapField):
        for code in value if isinstance(value, tuple) else (str(value),):
            _click(field.chart, field.chart.point_of(code).toPoint())
    elif isinstance(field, CellField):
        for code in value if isinstance(value, tuple) else (str(value),):
            _click(field.cell, field.cell.option_rect(code).center())
    elif field.item.type == "boolean":
        if value is True:
            press(_button(field, "tick"))
    elif not _press_options(field, value):
        _type(field, value)
    field.commit()


def press(button: QAbstractButton) -> None:
    """Click a button in its middle."""
    _click(button, QPoint(button.width() // 2, button.height() // 2))


def _click(widget: QWidget, at: QPoint) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def type_into(editor: QWidget, words: str) -> None:
    """Type over whatever stands there."""
    editor.setFocus()
    if isinstance(editor, QLineEdit | QPlainTextEdit):
        editor.selectAll()
    QTest.keyClicks(editor, words)


def _answer_each(field: AskedEachField, value: Value) -> None:
    codes = value if isinstance(value, tuple) else (str(value),)
    if field.item.exclusive_code in codes:
        press(field.none_button)
        return
    says_each = any(code[:1] in "-?" for code in codes)
    for line in field.lines:
        code = line.option.code
        if code in codes:
            press(_option(line.row, "yes"))
        elif "?" + code in codes:
            press(_option(line.row, "unsure"))
        elif "-" + code in codes or not says_each:
            press(_option(line.row, "no"))


def _press_options(field: Field, value: Value) -> bool:
    """Choose by pressing; False when this field has no options to press."""
    codes = value if isinstance(value, tuple) else (_code(value),)
    buttons = [button for button in field.findChildren(QAbstractButton) if button.property("code") is not None]
    by_code = {str(button.property("code")): button for button in buttons}
    if not all(code in by_code for code in codes):
        return False
    for code in codes:
        if not by_code[code].isChecked():
            press(by_code[code])
    return True


def _type(field: Field, value: Value) -> None:
    texts = [str(one) for one in value] if isinstance(value, tuple) else [_code(value)]
    editors: list[QWidget] = [*field.findChildren(QPlainTextEdit), *field.findChildren(QLineEdit)]
    shown = [editor for editor in editors if editor.isVisibleTo(field)]
    for editor, text in zip(shown, texts, strict=False):
        type_into(editor, text)


def _code(value: object) -> str:
    """A whole number without its decimal point: how it is typed, and the code of its segment."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _option(row: QWidget, code: str) -> QAbstractButton:
    return next(button for button in row.findChildren(QAbstractButton) if button.property("code") == code)


def _button(field: Field, code: str) -> QAbstractButton:
    return next(button for button in field.findChildren(QAbstractButton) if button.property("code") == code)
