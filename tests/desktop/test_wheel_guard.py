"""The wheel scrolls the page; it must never change an answer."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QScrollArea, QSlider, QSpinBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.wheel_guard import WheelGuard


def a_page(qtbot: QtBot) -> tuple[QScrollArea, list[QWidget]]:
    page = QScrollArea()
    qtbot.addWidget(page)
    inside = QWidget()
    layout = QVBoxLayout(inside)
    combo, number, slider = QComboBox(), QSpinBox(), QSlider(Qt.Orientation.Horizontal)
    combo.addItems(["one", "two", "three"])
    number.setValue(5)
    slider.setValue(5)
    for widget in (combo, number, slider):
        layout.addWidget(widget)
    layout.addSpacing(2000)
    page.setWidget(inside)
    page.setWidgetResizable(True)
    page.resize(300, 200)
    page.show()
    QTest.qWaitForWindowExposed(page)
    page.activateWindow()
    return page, [combo, number, slider]


def values(widgets: list[QWidget]) -> list[object]:
    return [w.currentIndex() if isinstance(w, QComboBox) else w.value() for w in widgets]  # type: ignore[attr-defined]


def turn(page: QWidget, over: QWidget) -> None:
    """As the window system sends it: to the window."""
    at = QPointF(over.mapTo(page, over.rect().center()))
    event = QWheelEvent(
        at,
        QPointF(page.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(page.windowHandle(), event)


def test_without_the_guard_the_wheel_would_change_answers(qtbot: QtBot) -> None:
    page, widgets = a_page(qtbot)
    before = values(widgets)
    for widget in widgets:
        turn(page, widget)
    assert values(widgets) != before


def test_the_wheel_scrolls_the_page_and_changes_no_answer(qapp: QApplication, qtbot: QtBot) -> None:
    guard = WheelGuard(qapp)
    page, widgets = a_page(qtbot)
    guard.watch(page)
    before = values(widgets)
    for widget in widgets:
        was = page.verticalScrollBar().value()
        turn(page, widget)
        assert page.verticalScrollBar().value() > was
        page.verticalScrollBar().setValue(0)
    assert values(widgets) == before
    guard.deleteLater()


def test_a_window_is_guarded_as_soon_as_it_has_the_focus(qapp: QApplication, qtbot: QtBot) -> None:
    guard = WheelGuard(qapp)
    page, widgets = a_page(qtbot)
    before = values(widgets)
    turn(page, widgets[0])
    assert values(widgets) == before
    guard.deleteLater()
