"""What the person said, gathered on one screen. A blank is said to be blank; it is never taken for a no."""

from collections.abc import Iterator

from msgspec import Struct

from desktop.consult.reasons import AnswerLine, answer_words
from desktop.intake.scan_block import SCANS
from forms.assessment import Assessment
from forms.conditions import NOT_APPLICABLE
from forms.questionnaire import Item
from forms.response import Value, entry_key

OWN_WORDS = "pc_text"
GOALS = "goals"
SITES = "pain_sites"
SIDE = "pain_side"

# Which answers make up the story, group by group, in the order they are read.
_PROBLEM = ("pain_side", "worse_side", "pain_extent", "worst_site", "onset_date", "onset_type", "course", "pain_words")
_PAIN = ("nprs_leg", "nprs_leg_worst", "nprs_back", "neu_sensory", "neu_weak")
_CHANGES = ("worst_activity", "sit_tol_min", "walk_tol_min", "agg_list", "ease_list", "sleep_wakes", "irritability")
_LIFE = ("occ_isco", "occ_sit_h", "trn_activities", "trn_hours_wk", "prev_episode", "expect", "goal_date")
_HEALTH = (
    "med_conditions", "med_osteoporosis", "med_steroids", "med_anticoag", "med_painkillers", "med_painkillers_other",
    "med_other", "med_allergy", "hip_replaced", "surg_12wk", "smoke",
)  # fmt: skip
_SCAN = ("img_done", "img_date", "img_level", "img_side", "img_finding", "img_root", "img_verified", "img_text")


class StoryGroup(Struct, frozen=True):
    """A heading and its answers."""

    id: str
    lines: tuple[AnswerLine, ...]


class SafetyAnswers(Struct, frozen=True):
    """The safety questions: how many were answered no, and every other one with its answer or its blank."""

    asked: int
    answered_no: int
    others: tuple[AnswerLine, ...]

    @property
    def unanswered(self) -> int:
        return sum(not line.answer for line in self.others)


class Story(Struct, frozen=True):
    """The one screen."""

    own_words: AnswerLine
    goals: AnswerLine
    side: str
    sites: tuple[str, ...]
    groups: tuple[StoryGroup, ...]
    safety: SafetyAnswers


def build_story(assessment: Assessment) -> Story:
    facts = assessment.facts
    side, sites = facts.response.value(SIDE), facts.response.value(SITES)
    groups = [
        StoryGroup(name, tuple(_lines(assessment, link_ids)))
        for name, link_ids in (
            ("problem", _PROBLEM),
            ("pain", _PAIN),
            ("changes", _CHANGES),
            ("life", _LIFE),
            ("health", _HEALTH),
        )
    ]
    groups += [
        StoryGroup("scan" if number == 1 else f"scan {number}", tuple(_lines(assessment, _SCAN, entry=number)))
        for number in facts.response.entries(SCANS) or (1,)
    ]
    return Story(
        own_words=_line(assessment, OWN_WORDS, OWN_WORDS),
        goals=_line(assessment, GOALS, GOALS),
        side=side if isinstance(side, str) else "",
        sites=sites if isinstance(sites, tuple) else (),
        groups=tuple(groups),
        safety=_safety(assessment),
    )


def _lines(assessment: Assessment, link_ids: tuple[str, ...], *, entry: int = 0) -> Iterator[AnswerLine]:
    facts = assessment.facts
    for link_id in link_ids:
        key = entry_key(SCANS, entry, link_id) if entry else link_id
        if facts.is_enabled(key) is False:
            continue
        yield _line(assessment, link_id, key)


def _line(assessment: Assessment, link_id: str, key: str) -> AnswerLine:
    item = assessment.facts.questionnaire.items[link_id]
    return AnswerLine(key, item.label, answer_words(item, assessment.response.value(key)))


def _safety(assessment: Assessment) -> SafetyAnswers:
    facts = assessment.facts
    questions = [item for item in facts.questionnaire.items.values() if _is_safety_question(item)]
    asked = [item for item in questions if facts.known(item.link_id) is not NOT_APPLICABLE]
    others = []
    for item in asked:
        value = facts.response.value(item.link_id)
        if not _is_no(value):
            others.append(AnswerLine(item.link_id, item.label, answer_words(item, value)))
    others.sort(key=lambda line: not line.answer)
    return SafetyAnswers(len(asked), len(asked) - len(others), tuple(others))


def _is_no(value: Value | None) -> bool:
    """No, none of these, or no to each of them."""
    if isinstance(value, tuple):
        return value in (("none",), ("no",)) or (bool(value) and all(one.startswith("-") for one in value))
    return value == "no"


def _is_safety_question(item: Item) -> bool:
    """The questions that open a warning themselves; what is derived or dates another is not asked on its own."""
    return bool(item.flag) and item.link_id.startswith("rf_") and not item.is_derived and item.type == "choice"
