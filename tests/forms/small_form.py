"""A form of a few questions, for tests of the mechanism that should not move when the clinic's form does."""

from datetime import date

from forms.conditions import Vocabulary
from forms.facts import Facts
from forms.questionnaire import Questionnaire
from forms.questionnaire_file import read_questionnaire, vocabulary_of
from forms.response import QuestionnaireResponse, Value

FILES = {
    "questionnaires/form.toml": """
[form]
version = "1"
side_item = "pain_side"
worse_side_item = "worse_side"
worse_since_item = "worse_since"
recent_days = 14
""",
    "questionnaires/answer_sets.toml": """
[[answer_set]]
id = "yes_no_unsure"
option = [
  { code = "yes", label = "Yes" },
  { code = "no", label = "No" },
  { code = "unsure", label = "Not sure", unknown = true },
]

[[answer_set]]
id = "sides"
option = [
  { code = "L", label = "Left" },
  { code = "R", label = "Right" },
  { code = "both", label = "Both" },
  { code = "unsure", label = "Not sure", unknown = true },
]
""",
    "questionnaires/10_page.toml": """
[page]
id = "page"
title = "A page"
order = 10
stage = "intake"

[[block]]
id = "scans"
title = "Scans"
entry_title = "Scan"
most = 4
gate = "scanned"
prefer = ["verified = yes"]
newest_by = "scan_date"

[[item]]
id = "sitting"
type = "choice"
answers = "yes_no_unsure"
label = "Does sitting make it worse?"

[[item]]
id = "minutes"
type = "quantity"
low = 0
high = 240
label = "How long can you sit?"
shown_when = "sitting = yes"

[[item]]
id = "seen"
type = "boolean"
label = "Seen sitting"
shown_when = "sitting = yes"

[[item]]
id = "walking"
type = "choice"
answers = "yes_no_unsure"
label = "Does walking make it worse?"

[[item]]
id = "sites"
type = "choice"
repeats = true
label = "Where?"
option = [
  { code = "back", label = "Back" },
  { code = "leg", label = "Leg" },
  { code = "none", label = "None", exclusive = true },
  { code = "unsure", label = "Not sure", unknown = true },
]

[[item]]
id = "illness"
type = "choice"
repeats = true
asked_each = true
label = "Any of these?"
option = [
  { code = "fever", label = "Fever" },
  { code = "rash", label = "Rash" },
  { code = "none", label = "None", exclusive = true },
  { code = "unsure", label = "Not sure", unknown = true },
]

[[item]]
id = "bladder"
type = "choice"
label = "Bladder?"
since = "bladder_since"
option = [
  { code = "no", label = "No" },
  { code = "yes_new", label = "New" },
  { code = "yes_old", label = "Old" },
  { code = "yes_settled", label = "Settled" },
  { code = "yes_known", label = "Known" },
  { code = "private", label = "Private", unknown = true },
]

[[item]]
id = "bladder_since"
type = "date"
label = "Since when?"

[[item]]
id = "worse_since"
type = "date"
label = "Worse since?"

[[item]]
id = "pain_side"
type = "choice"
answers = "sides"
label = "Which side?"

[[item]]
id = "worse_side"
type = "choice"
answers = "sides"
label = "Which is worse?"

[[item]]
id = "reach"
type = "quantity"
per_side = true
low = 0
high = 25
label = "Reach, {side}"

[[item]]
id = "power"
type = "choice"
label = "Power"
shown_when = "sitting = yes"
option = [
  { code = "4", label = "4", number = 4 },
  { code = "4.5", label = "4+", number = 4.5 },
  { code = "weak", label = "Weak", number = 4 },
]

[[item]]
id = "stiff"
type = "choice"
answers = "yes_no_unsure"
label = "Reach is short on the painful side"
derived = [{ value = "yes", when = "other(reach) - affected(reach) >= 2" }, { value = "no", when = "true" }]

[[item]]
id = "scanned"
type = "choice"
answers = "yes_no_unsure"
label = "Scanned?"

[[item]]
id = "scan_date"
type = "date"
block = "scans"
label = "When?"

[[item]]
id = "verified"
type = "choice"
answers = "yes_no_unsure"
block = "scans"
label = "Checked?"

[[item]]
id = "root"
type = "choice"
block = "scans"
label = "Root"
option = [
  { code = "none", label = "None" },
  { code = "contact", label = "Contact" },
]
""",
}

FORM: Questionnaire = read_questionnaire({name: text.encode() for name, text in FILES.items()})
WORDS: Vocabulary = vocabulary_of(FORM)
INTAKE = date(2026, 3, 2)


def a_response(**answers: Value) -> QuestionnaireResponse:
    return QuestionnaireResponse(INTAKE).with_answers(answers)


def facts_of(**answers: Value) -> Facts:
    return Facts(FORM, a_response(**answers))
