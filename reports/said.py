"""What a visit's programme says in one language: the library's words, and the plan's own sentences put into it."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from forms.assessment import Assessment
from forms.content import Content
from forms.programme.care_plan import Activity, CarePlan
from forms.programme.exercises import Dose
from forms.rules.imaging import find_messages
from forms.rules.impression import Message
from forms.translation import ENGLISH
from reports.wording import PATIENT, PatientWords, SentenceWords, words_in

if TYPE_CHECKING:
    from forms.translation import Translation


class Said(Struct, frozen=True):
    """One language of a visit. content: what a patient reads of it is in that language; ids and rules are the same."""

    language: str
    assessment: Assessment
    content: Content
    words: PatientWords
    translation: "Translation | None"

    def text(self, english: str) -> str:
        """A text of the pack in this language; as it is where there are no words for it."""
        return self.translation.text(english) if self.translation is not None else english

    def left_in_english(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Those of these English texts that there are no words for yet: they are printed as they are."""
        if self.translation is None:
            return ()
        return tuple(dict.fromkeys(text for text in texts if text and not self.translation.knows(text)))

    def messages(self) -> tuple[Message, ...]:
        """What may be said to the patient about the scan."""
        found = self.assessment.impression.messages
        if self.translation is not None:
            # The figures stand in the texts already, so they are filled in anew.
            kept = {message.id for message in found}
            found = tuple(one for one in find_messages(self.assessment.facts, self.content.rulebook) if one.id in kept)
        return tuple(message for message in found if message.audience == "patient")

    def activity(self, activity: Activity, plan: CarePlan) -> Activity:
        """An activity as this language has it; a plan keeps its sentences in English, as they were signed."""
        if self.translation is None:
            return activity
        return replace(
            activity,
            dose=self._dose(activity.dose),
            variant_text=self.text(activity.variant_text),
            adaptations=tuple(replace(one, text=self.text(one.text)) for one in activity.adaptations),
            support=tuple(map(self.text, activity.support)),
            note=self._note(activity, plan),
            side_words=self._sides(activity.side_words),
        )

    def _dose(self, dose: Dose) -> Dose:
        return replace(dose, amount=self.text(dose.amount), often=self._often(dose))

    def _often(self, dose: Dose) -> str:
        """How often: the library's words, or those of a day that was shortened."""
        said = self.text(dose.often)
        if said == dose.often and dose.times_a_day is not None:
            said = next(
                (say(self.words.sentences) for say in _often(dose) if say(PATIENT.sentences) == dose.often), said
            )
        return said

    def _note(self, activity: Activity, plan: CarePlan) -> str:
        def say(words: SentenceWords, often: str) -> str:
            return words.shorter.format(minutes=f"{plan.minutes_allowed:g}", often=often)

        if activity.note == say(PATIENT.sentences, activity.dose.often):
            return say(self.words.sentences, self._often(activity.dose))
        return self.text(activity.note)

    def _sides(self, english: str) -> str:
        for name in ("left", "right", "sore"):
            if english == _side_sentence(PATIENT.sentences, name):
                return _side_sentence(self.words.sentences, name)
        return self.text(english)


def said_in(language: str, assessment: Assessment) -> Said:
    """The visit in a language; ContentError where there are no words for it."""
    content = assessment.content
    if language == ENGLISH:
        return Said(language, assessment, content, PATIENT, None)
    return Said(
        language,
        assessment,
        content.in_language(language),
        words_in(language, content.files),
        content.translation(language),
    )


def _often(dose: Dose) -> tuple[Callable[[SentenceWords], str], ...]:
    times = int(dose.times_a_day.high) if dose.times_a_day is not None else 1
    return (lambda words: words.once_a_day, lambda words: words.times_a_day.format(times=times))


def _side_sentence(words: SentenceWords, name: str) -> str:
    return words.sides.format(side=getattr(words, name))
