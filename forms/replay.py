"""An old visit once more: the same answers and the same content must lead to the very same impression.

And the same visits under other content: what a new version of the rules would change.
"""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from forms.assessment import Assessment, assess_all
from forms.content import Content, read_content, unpacked
from forms.exchange.assessment_json import assessment_text
from forms.response import Answer, QuestionnaireResponse, fold
from forms.rules.impression import FlagReview, Tier


class Replay(Struct, frozen=True):
    """What was concluded then, and what the same input leads to now."""

    kept: str
    recomputed: str
    content_version: str

    @property
    def is_identical(self) -> bool:
        return self.kept == self.recomputed


def replay(
    kept: str, *, piece: bytes, sha256: str, intake_date: date, log: tuple[Answer, ...], reviews: tuple[FlagReview, ...]
) -> Replay:
    """Conclude again from the log as it stood, with the content as it was kept (`forms.content.packed`).

    Raises ContentError when that content is damaged.
    """
    content = read_content(unpacked(piece, sha256))
    assessment = assess_all(fold(intake_date, log), content, reviews)
    return Replay(kept, assessment_text(assessment), content.version)


class Concluded(Struct, frozen=True):
    """What of an assessment a patient notices: how urgent, which driver leads, which programme."""

    tier: Tier
    lead: str | None
    add_ons: tuple[str, ...]
    exercises: tuple[str, ...]


class ContentChange(Struct, frozen=True):
    """One visit under two contents."""

    visit: str
    before: Concluded
    after: Concluded

    @property
    def kinds(self) -> tuple[str, ...]:
        """Which of tier, lead and programme differ."""
        before, after = self.before, self.after
        differs: Mapping[str, bool] = {
            "tier": before.tier != after.tier,
            "lead": (before.lead, before.add_ons) != (after.lead, after.add_ons),
            "programme": before.exercises != after.exercises,
        }
        return tuple(kind for kind, is_so in differs.items() if is_so)


def compare(
    visit: str, response: QuestionnaireResponse, reviews: tuple[FlagReview, ...], *, now: Content, new: Content
) -> ContentChange:
    """The same answers under the content in use and under new content. visit: how to name it."""
    before, after = (_concluded(assess_all(response, content, reviews)) for content in (now, new))
    return ContentChange(visit, before, after)


def _concluded(assessment: Assessment) -> Concluded:
    impression, plan = assessment.impression, assessment.care_plan
    # A programme that is held back is none.
    exercises = () if plan.blocked_by else plan.exercises
    return Concluded(impression.tier, impression.lead, impression.add_ons, exercises)
