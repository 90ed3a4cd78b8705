"""The layout of option rows: one column, or two where the labels are short."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.theme import px


def lay_rows(parent: QWidget, rows: Sequence[QWidget], columns: int = 1) -> QGridLayout:
    """Place rows downwards, column by column, so that the eye reads a list."""
    grid = QGridLayout(parent)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(px(parent, 6))
    per_column = -(-len(rows) // columns)
    for index, row in enumerate(rows):
        grid.addWidget(row, index % per_column, index // per_column)
    for column in range(columns):
        grid.setColumnStretch(column, 1)
    return grid
