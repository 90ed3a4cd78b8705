"""One item of the shipped form for every kind of field, with a value that a person might give."""

from datetime import date

from msgspec.structs import replace

from forms.content import load_questionnaire
from forms.questionnaire import Item
from forms.response import Value

TODAY = date(2026, 3, 2)

# name -> (link id, a value, another value)
EXAMPLES: dict[str, tuple[str, Value, Value]] = {
    "yes_no": ("agg_sitting", "yes", "no"),
    "rows": ("course", "worsening", "same"),
    "long_choice": ("occ_isco", "2", "9"),
    "choices": ("pain_words", ("ache", "burning"), ("electric",)),
    "long_choices": ("trn_activities", ("pilates", "barre"), ("running",)),
    "asked_each": ("rf_systemic", ("weight_loss", "-night_sweats", "?very_tired_unwell"), ("none",)),
    "number": ("sit_tol_min", 40.0, 25.0),
    "weight": ("weight_kg", 70.0, 82.5),
    "height": ("height_cm", 171.0, 165.0),
    "scale": ("nprs_leg", 6.0, 2.0),
    "line": ("pt_given", "Casey", "Petra"),
    "lines": ("pc_text", "Pain in the right buttock, down to the calf.", "It tingles."),
    "texts": ("goals", ("Walk the dog", "Sit through a film"), ("Dance",)),
    "date": ("onset_date", "2026-02-09", "2025-11-01"),
    "tick": ("id_checked", True, False),
    "body": ("pain_sites", ("buttock_centre", "thigh_back", "calf"), ("low_back",)),
}
DISPLAY = Item(link_id="note", type="display", label="The next questions are asked of everyone. Answer what you can.")


def an_item(name: str, **changes: object) -> Item:
    """The item of one example, changed where a test needs it."""
    item = DISPLAY if name == "display" else load_questionnaire().item(EXAMPLES[name][0])
    return replace(item, **changes) if changes else item  # type: ignore[arg-type]
