"""The buttons: one primary action a screen, quiet ones beside it, links for what is seldom wanted."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.theme import control_height, current_theme, px
from desktop.widgets.icon import paint_icon
from desktop.widgets.painting import begin, box, ring, rounded


class _Painted(QPushButton):
    """A push button that paints itself. `icon_name`: a drawing of `resources/icons/`."""

    weight = QFont.Weight.DemiBold
    side = 20

    def __init__(self, text: str, parent: QWidget | None, *, icon_name: str = "", icon_last: bool = False) -> None:
        super().__init__(text, parent)
        self._icon_name = icon_name
        self._icon_last = icon_last
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        # Enter presses the button that has the keyboard; Qt does so only inside a dialog.
        self.setAutoDefault(True)

    def _face(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(self.weight)
        return font

    def sizeHint(self) -> QSize:
        text = QFontMetrics(self._face()).horizontalAdvance(self._words())
        extra = px(self, 26) if self._icon_name else 0
        return QSize(text + extra + 2 * px(self, self.side), control_height(self))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _words(self) -> str:
        """The text without the `&` of its shortcut."""
        return self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    def _fill(self) -> tuple[str, str, str]:
        """The roles of ground, edge and text ("" for none)."""
        return "surface_raised", "edge", "text"

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        fill, edge, ink = self._fill()
        radius = px(self, 8)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if fill or edge:
            clear = QColor(0, 0, 0, 0)
            ground = theme.colour(fill) if fill else clear
            box(painter, rounded(rect, radius), fill=ground, edge=theme.colour(edge) if edge else clear)
        font = self._face()
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(self._words())
        size, gap = px(self, 18), px(self, 8)
        whole = width + (size + gap if self._icon_name else 0)
        left = (self.width() - whole) / 2
        colour = theme.colour(ink)
        if self._icon_name:
            at = left + width + gap if self._icon_last else left
            paint_icon(painter, self._icon_name, QRectF(at, (self.height() - size) / 2, size, size), colour)
            left += 0 if self._icon_last else size + gap
        painter.setFont(font)
        painter.setPen(colour)
        text = QRectF(left, 0, width + 2, self.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self._words())
        if self.hasFocus():
            ring(painter, QRectF(self.rect()), radius, over=theme.colour("accent") if fill == "accent" else None)
        painter.end()


class PrimaryButton(_Painted):
    """The one next step of a screen, bottom right."""

    def _fill(self) -> tuple[str, str, str]:
        if not self.isEnabled():
            return "line", "line", "text_quiet"
        strong = self.isDown() or self.underMouse()
        return ("accent_strong" if strong else "accent"), "", "accent_text"


class QuietButton(_Painted):
    """Everything one may also do: outlined."""

    weight = QFont.Weight.Normal
    side = 16

    def _fill(self) -> tuple[str, str, str]:
        if not self.isEnabled():
            return "", "line", "text_quiet"
        if self.isDown():
            return "surface_sunken", "edge", "text"
        return ("hover" if self.underMouse() else "surface_raised"), "edge", "text"


class LinkButton(_Painted):
    """Words that act: for the seldom wanted, and for what destroys."""

    weight = QFont.Weight.DemiBold
    side = 8

    def _fill(self) -> tuple[str, str, str]:
        if not self.isEnabled():
            return "", "", "text_quiet"
        return ("hover" if self.underMouse() else ""), "", "accent"


class IconButton(_Painted):
    """A picture alone. `spoken` says what it does, for screen readers and as a tip."""

    def __init__(self, icon_name: str, spoken: str, parent: QWidget | None) -> None:
        super().__init__("", parent, icon_name=icon_name)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)

    def sizeHint(self) -> QSize:
        height = control_height(self)
        return QSize(height, height)

    def _fill(self) -> tuple[str, str, str]:
        if not self.isEnabled():
            return "", "", "text_quiet"
        return ("hover" if self.underMouse() else ""), "", "text_quiet"

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        fill, _edge, ink = self._fill()
        if fill:
            rect = QRectF(self.rect()).adjusted(2, 2, -2, -2)
            box(painter, rounded(rect, px(self, 6)), fill=theme.colour(fill), edge=theme.colour(fill))
        size = min(px(self, 18), self.width() - 6)
        at = QRectF((self.width() - size) / 2, (self.height() - size) / 2, size, size)
        paint_icon(painter, self._icon_name, at, theme.colour(ink))
        if self.hasFocus():
            ring(painter, QRectF(self.rect()), px(self, 6))
        painter.end()
