"""One line that goes somewhere when pressed: a mark or number, a sentence, and quiet words behind or under it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.consult.row_button import RowButton
from desktop.theme import current_theme, px
from desktop.widgets.icon import paint_icon
from desktop.widgets.painting import begin, box, ring, rounded

_WRAP = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value
# Narrower than this the quiet words stand under the sentence.
_BESIDE = 520
_MOST_QUIET = 0.38
_HIGH = 10_000


class LineButton(RowButton):
    """A whole-row target. `lead`: "+2" or a word; `icon_name` instead of it; `role`: the colour of either.

    is_answer: what stands behind is an answer and not a remark. is_faint: less weight than its neighbours.
    """

    def __init__(
        self,
        text: str,
        parent: QWidget | None,
        *,
        lead: str = "",
        icon_name: str = "",
        quiet: str = "",
        role: str = "accent",
        is_faint: bool = False,
        is_answer: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self._lead, self._icon_name, self._quiet = lead, icon_name, quiet
        self._role = role
        self._is_faint = is_faint
        self._is_answer = is_answer
        self.setAccessibleName(" ".join(part for part in (lead, text) if part))
        self.setAccessibleDescription(quiet)

    def set_quiet(self, quiet: str, *, is_answer: bool = False) -> None:
        """Say other words behind the sentence."""
        self._quiet, self._is_answer = quiet, is_answer
        self._heights.clear()
        self.setAccessibleDescription(quiet)
        self.updateGeometry()
        self.update()

    # --- sizes

    def _small(self) -> QFont:
        return current_theme().font("strong" if self._is_answer else "secondary")

    def _lead_font(self) -> QFont:
        font = current_theme().font("strong")
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def _left(self) -> int:
        return px(self, 44 if self._lead else 36 if self._icon_name else 10)

    def _quiet_width(self, width: int) -> int:
        """The room for the quiet words beside the sentence; 0 when they stand under it, or there are none."""
        if not self._quiet or width < px(self, _BESIDE):
            return 0
        natural = QFontMetrics(self._small()).horizontalAdvance(self._quiet) + px(self, 4)
        return natural if natural <= width * _MOST_QUIET else 0

    def _parts(self, width: int) -> tuple[int, int, int]:
        """The height of the sentence, that of the quiet words under it, and the width of those beside it."""
        beside = self._quiet_width(width)
        room = max(width - self._left() - px(self, 10) - (beside + px(self, 16) if beside else 0), 40)
        text = QFontMetrics(self.font()).boundingRect(0, 0, room, _HIGH, _WRAP, self.text()).height()
        under = 0
        if self._quiet and not beside:
            metrics = QFontMetrics(self._small())
            under = metrics.boundingRect(0, 0, room, _HIGH, _WRAP, self._quiet).height() + px(self, 2)
        return text, under, beside

    def _height_at(self, width: int) -> int:
        text, under, _beside = self._parts(width)
        return max(text + under + px(self, 10), px(self, 30))

    def sizeHint(self) -> QSize:
        width = px(self, 320)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(self, 140), px(self, 30))

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            box(painter, rounded(rect, px(self, 6)), fill=theme.colour("hover"), edge=theme.colour("hover"))
        text, under, beside = self._parts(self.width())
        top = (self.height() - text - under) / 2
        ink = theme.colour("text_quiet" if self._is_faint or not self.isEnabled() else "text")
        mark = theme.colour("text_quiet" if self._is_faint else self._role)
        line = QFontMetrics(self.font()).height()
        if self._lead:
            painter.setFont(self._lead_font())
            painter.setPen(mark)
            painter.drawText(
                QRectF(px(self, 6), top, self._left() - px(self, 14), line),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                self._lead,
            )
        elif self._icon_name:
            size = px(self, 18)
            paint_icon(painter, self._icon_name, QRectF(px(self, 9), top + (line - size) / 2, size, size), mark)
        room = self.width() - self._left() - px(self, 10) - (beside + px(self, 16) if beside else 0)
        painter.setFont(self.font())
        painter.setPen(ink)
        painter.drawText(QRectF(self._left(), top, room, text + 2), _WRAP, self.text())
        if self._quiet:
            painter.setFont(self._small())
            painter.setPen(theme.colour("text" if self._is_answer else "text_quiet"))
            if beside:
                at = QRectF(self.width() - px(self, 10) - beside, top, beside, line)
                painter.drawText(at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._quiet)
            else:
                painter.drawText(QRectF(self._left(), top + text, room, under + 4), _WRAP, self._quiet)
        if self.hasFocus():
            ring(painter, QRectF(self.rect()), px(self, 6))
        painter.end()
