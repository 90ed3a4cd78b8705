"""The line above every page: the clinic, whether everything is saved, and the menus."""

from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop.theme import TEXT_SCALES, Theme, current_theme, px
from desktop.widgets.buttons import LinkButton
from desktop.widgets.painting import begin
from desktop.widgets.styled_label import StyledLabel


class Header(QWidget):
    """Signals:
    theme_chosen: carries a Theme.
    about_requested, lock_requested, sign_out_requested, colleague_requested, details_requested, recovery_requested.
    """

    theme_chosen = Signal(object)
    about_requested = Signal()
    lock_requested = Signal()
    sign_out_requested = Signal()
    colleague_requested = Signal()
    details_requested = Signal()
    recovery_requested = Signal()

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._title = StyledLabel("Sciatica Intake", "section", self, wraps=False)
        self._saved = StyledLabel("", "body", self, role="text_quiet", wraps=False)
        self.view = self._menu_button(self.tr("&View"), self._view_menu())
        self.help = self._menu_button(self.tr("&Help"), self._help_menu())
        self.user = self._menu_button("", self._user_menu())
        self.user.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(self, 24), px(self, 8), px(self, 16), px(self, 8))
        layout.setSpacing(px(self, 4))
        layout.addWidget(self._title)
        layout.addStretch(1)
        layout.addWidget(self._saved)
        layout.addSpacing(px(self, 12))
        for button in (self.view, self.help, self.user):
            layout.addWidget(button)

    # --- what it says

    def set_clinic(self, name: str) -> None:
        self._title.setText(name or "Sciatica Intake")

    def set_user(self, name: str, role: str, *, may_manage: bool, has_recovery_key: bool) -> None:
        """Who is signed in; nobody when the name is empty."""
        self.user.setVisible(bool(name))
        self.user.setText(f"{name} · {role}".replace("&", "&&"))
        self.user.updateGeometry()
        for action in (self._colleague, self._details):
            action.setVisible(may_manage)
        self._recovery.setVisible(may_manage and has_recovery_key)
        if not name:
            self.show_nothing_open()

    @Slot()
    def show_saving(self) -> None:
        self._say(self.tr("Saving…"), "text_quiet")

    @Slot(object)
    def show_saved(self, at: datetime) -> None:
        self._say(self.tr("Saved {time}").format(time=f"{at.astimezone():%H:%M}"), "good")

    def show_not_saved(self) -> None:
        self._say(self.tr("Not saved yet"), "emergency")

    def show_nothing_open(self) -> None:
        self._say("", "text_quiet")

    def saved_text(self) -> str:
        return self._saved.text()

    def _say(self, text: str, role: str) -> None:
        self._saved.setText(text)
        self._saved.set_role(role)

    # --- the menus

    def set_reachable(self, reachable: bool) -> None:
        """Whether the menus are there; their keys reach even a hidden menu."""
        self.setVisible(reachable)
        for button in (self.view, self.help, self.user):
            for action in button.menu().actions():
                action.setEnabled(reachable)

    def _menu_button(self, text: str, menu: QMenu) -> LinkButton:
        button = LinkButton(text, self, icon_name="chevron_down", icon_last=True)
        button.setMenu(menu)
        return button

    def _view_menu(self) -> QMenu:
        menu = QMenu(self)
        self._schemes = QActionGroup(self)
        for code, words in (
            ("system", self.tr("As the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):
            self._add_choice(menu, self._schemes, words, code)
        menu.addSeparator()
        self._scales = QActionGroup(self)
        for scale in TEXT_SCALES:
            self._add_choice(menu, self._scales, self.tr("Text {percent} %").format(percent=round(scale * 100)), scale)
        self._schemes.triggered.connect(self._on_look_chosen)
        self._scales.triggered.connect(self._on_look_chosen)
        self.show_theme(current_theme())
        return menu

    def _add_choice(self, menu: QMenu, group: QActionGroup, words: str, value: object) -> None:
        action = QAction(words, menu)
        action.setCheckable(True)
        action.setData(value)
        group.addAction(action)
        menu.addAction(action)

    def show_theme(self, theme: Theme) -> None:
        for group, value in ((self._schemes, theme.scheme), (self._scales, theme.text_scale)):
            for action in group.actions():
                action.setChecked(action.data() == value)

    def _help_menu(self) -> QMenu:
        menu = QMenu(self)
        about = menu.addAction(self.tr("About and intended purpose"))
        about.setShortcut(QKeySequence("F1"))
        about.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        about.triggered.connect(self.about_requested)
        return menu

    def _user_menu(self) -> QMenu:
        menu = QMenu(self)
        lock = menu.addAction(self.tr("Lock the screen"))
        lock.setShortcut(QKeySequence("Ctrl+L"))
        lock.triggered.connect(self.lock_requested)
        leave = menu.addAction(self.tr("Sign out"))
        leave.triggered.connect(self.sign_out_requested)
        menu.addSeparator()
        self._colleague = menu.addAction(self.tr("Add a colleague…"))
        self._colleague.triggered.connect(self.colleague_requested)
        self._details = menu.addAction(self.tr("The clinic's details…"))
        self._details.triggered.connect(self.details_requested)
        self._recovery = menu.addAction(self.tr("New recovery key…"))
        self._recovery.triggered.connect(self.recovery_requested)
        return menu

    @Slot(QAction)
    def _on_look_chosen(self, _action: QAction) -> None:
        scheme, scale = self._schemes.checkedAction(), self._scales.checkedAction()
        self.theme_chosen.emit(Theme(scheme.data(), float(scale.data())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.colour("line"))
        painter.end()
