"""The clinic's own particulars (knowledge base 0.3): what stands on papers and in warnings."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.start.form_line import FormLine
from desktop.theme import px
from desktop.widgets.buttons import LinkButton
from desktop.widgets.radio_rows import RadioRows
from desktop.widgets.styled_label import StyledLabel
from forms.clinic_details import load_locales

_NEEDED = ("clinic_name", "clinic_phone", "emergency_number", "ed_name", "gp_name")


def detail_words() -> dict[str, str]:
    """What each of the clinic's details is called."""
    translate = QCoreApplication.translate
    return {
        "clinic_name": translate("ClinicLines", "Name of the clinic"),
        "clinic_phone": translate("ClinicLines", "Phone"),
        "clinic_hours": translate("ClinicLines", "Opening hours"),
        "clinic_address": translate("ClinicLines", "Address"),
        "emergency_number": translate("ClinicLines", "Emergency number"),
        "advice_line": translate("ClinicLines", "Advice line"),
        "ed_name": translate("ClinicLines", "Name for the emergency department"),
        "gp_name": translate("ClinicLines", "Name for the family doctor"),
        "local_ces_route": translate("ClinicLines", "Local route for suspected cauda equina syndrome"),
        "local_spinal_service_phone": translate("ClinicLines", "Phone of the local spinal service"),
        "mscc_coordinator_phone": translate("ClinicLines", "Phone of the MSCC coordinator"),
        "crisis_line": translate("ClinicLines", "Crisis line"),
        "maternity_line": translate("ClinicLines", "Maternity line"),
    }


class ClinicLines(QWidget):
    """One line for each detail; the country fills in the numbers and words that everybody there shares."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._locales = {locale.code: locale for locale in load_locales()}
        hints = {
            "clinic_phone": self.tr("Patients ring this number the same day."),
            "clinic_hours": self.tr("Such as Mon to Fri 8–18."),
            "mscc_coordinator_phone": self.tr("Spinal cord compression"),
        }
        self.lines = {
            name: FormLine(
                label,
                self,
                hint=hints.get(name, ""),
                optional=name not in _NEEDED,
                characters=40 if name in ("clinic_name", "clinic_address") else 20,
            )
            for name, label in detail_words().items()
        }
        country = StyledLabel(self.tr("Country"), "strong", self)
        self.country = RadioRows(
            [(locale.code, locale.name) for locale in self._locales.values()], country.text(), self, columns=2
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 14))
        layout.addWidget(self.lines["clinic_name"])
        layout.addLayout(self._pair("clinic_phone", "clinic_hours"))
        layout.addWidget(self.lines["clinic_address"])
        layout.addWidget(country)
        layout.addWidget(self.country)
        layout.addLayout(self._pair("emergency_number", "advice_line"))
        layout.addLayout(self._pair("ed_name", "gp_name"))
        self.more = LinkButton(self.tr("More local numbers"), self, icon_name="chevron_down")
        layout.addWidget(self.more)
        self._rest = QWidget(self)
        rest = QVBoxLayout(self._rest)
        rest.setContentsMargins(0, 0, 0, 0)
        rest.setSpacing(px(self, 14))
        why = self.tr("A leaflet that needs one of these cannot be printed while it is blank.")
        rest.addWidget(StyledLabel(why, "secondary", self._rest))
        for name in (
            "local_ces_route",
            "local_spinal_service_phone",
            "mscc_coordinator_phone",
            "crisis_line",
            "maternity_line",
        ):
            rest.addWidget(self.lines[name])
        self._rest.hide()
        layout.addWidget(self._rest)
        layout.addStretch(1)
        self.country.chosen.connect(self._on_country_chosen)
        self.more.clicked.connect(self._on_more_clicked)
        first = next(iter(self._locales))
        self.country.set_code(first)
        self._on_country_chosen(first)

    def _pair(self, left: str, right: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(self, 16))
        for column, name in enumerate((left, right)):
            grid.addWidget(self.lines[name], 0, column)
            grid.setColumnStretch(column, 1)
        return grid

    def details(self) -> dict[str, str]:
        return {name: line.text() for name, line in self.lines.items()}

    def set_details(self, details: Mapping[str, str]) -> None:
        for name, line in self.lines.items():
            line.set_text(details.get(name, ""))
        self.country.set_code(None)

    def focus_first(self) -> None:
        self.lines["clinic_name"].edit.setFocus()

    def check(self) -> bool:
        """Whether everything needed stands here; the first gap gets the keyboard."""
        missing = [line for line in self.lines.values() if not line.check_filled()]
        if missing:
            missing[0].edit.setFocus()
        return not missing

    @Slot(object)
    def _on_country_chosen(self, code: str | None) -> None:
        if code is None:
            return
        for name in ("emergency_number", "advice_line", "ed_name", "gp_name"):
            self.lines[name].set_text(self._locales[code].details.get(name, ""))
            self.lines[name].show_issue("")

    @Slot()
    def _on_more_clicked(self) -> None:
        self._rest.show()
        self.more.hide()
        self.lines["local_ces_route"].edit.setFocus()
