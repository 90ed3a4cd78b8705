"""Whether a leaflet can be read: reading grade, long sentences, words that frighten, bare percentages."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

MOST_GRADE = 6.0
MOST_WORDS_A_SENTENCE = 15.0
LONG_SENTENCE = 25
# Hazard HZ14: words that make pain sound like harm.
FORBIDDEN = ("damage", "slipped", "crumbling", "wear and tear", "unstable", "degenerative")

_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”')]*\s+|\n+")
_VOWELS = re.compile(r"[aeiouyà-æè-ïò-öù-ýœ]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard a text is to read, and what stands in the way."""

    grade: float
    words_a_sentence: float
    long_sentences: tuple[str, ...]
    forbidden: tuple[str, ...]
    bare_percentages: tuple[str, ...]

    @property
    def is_easy(self) -> bool:
        """Whether it keeps every leaflet rule: reading age about 11, short sentences, no forbidden word."""
        return (
            self.grade <= MOST_GRADE
            and self.words_a_sentence <= MOST_WORDS_A_SENTENCE
            and not self.forbidden
            and not self.bare_percentages
        )


def read(texts: Iterable[str], forbidden: Iterable[str] = FORBIDDEN, *, measure: str = "flesch_kincaid") -> Reading:
    """Measure these texts together, as one leaflet. measure: one of MEASURES, as the language of the texts has it."""
    passages = [passage.replace("**", "") for passage in texts]
    sentences, words = _parts(passages)
    mean = len(words) / len(sentences) if sentences else 0.0
    count, grade = MEASURES[measure]
    syllables = sum(map(count, words)) / len(words) if words else 0.0
    whole = "\n".join(passages)
    return Reading(
        grade=round(max(grade(mean, syllables), 0.0), 1) if words else 0.0,
        words_a_sentence=round(mean, 1),
        long_sentences=tuple(sentence for sentence in sentences if len(_WORD.findall(sentence)) > LONG_SENTENCE),
        forbidden=tuple(word for word in forbidden if _stands_in(word, whole)),
        bare_percentages=tuple(
            sentence
            for sentence in sentences
            if re.search(r"%|\bper ?cent\b|\bpor ciento\b", sentence, re.IGNORECASE)
            and not re.search(r"in 100|de cada 100", sentence)
        ),
    )


def _parts(passages: Iterable[str]) -> tuple[list[str], list[str]]:
    """The sentences of these passages, and their words."""
    sentences = [
        sentence.strip() for passage in passages for sentence in _SENTENCE_END.split(passage) if _WORD.search(sentence)
    ]
    return sentences, [word for sentence in sentences for word in _WORD.findall(sentence)]


def count_syllables(word: str) -> int:
    """Syllables by vowel groups, with the common silent endings taken off; good enough for a mean."""
    word = word.lower()
    count = len(_VOWELS.findall(word))
    is_silent = word.endswith("e") and not re.search(r"([^aeiouy]le|ee|ie|oe|ye)$", word)
    if count > 1 and (is_silent or re.search(r"[^aeiouytd]ed$|[^aeiouyscxzh]es$", word)):
        count -= 1
    return max(count, 1)


def _stands_in(word: str, text: str) -> bool:
    """Whether the word, or one that begins with it, is in the text."""
    pattern = r"\b" + re.escape(word).replace(r"\ ", r"[\s-]+")
    return re.search(pattern, text, re.IGNORECASE) is not None


_SPANISH_SYLLABLE = re.compile(r"[iuü]*[aeoáéó](?:[iuü]|y\b)?|[íú]|[iuü]+(?:y\b)?|y\b")


def count_spanish_syllables(word: str) -> int:
    """Syllables as Spanish divides them: strong vowels part, a weak one joins its neighbour unless it is stressed."""
    return max(len(_SPANISH_SYLLABLE.findall(word.lower())), 1)


def _flesch_kincaid(words_a_sentence: float, syllables_a_word: float) -> float:
    """The school year of an English text (Kincaid and others, 1975)."""
    return 0.39 * words_a_sentence + 11.8 * syllables_a_word - 15.59


def _fernandez_huerta(words_a_sentence: float, syllables_a_word: float) -> float:
    """The school year of a Spanish text, from its ease (Fernández Huerta, 1959): 90 is year 4, 70 year 6, 50 year 8."""
    ease = 206.84 - 60 * syllables_a_word - 1.02 * words_a_sentence
    return (130 - ease) / 10


MEASURES: Mapping[str, tuple[Callable[[str], int], Callable[[float, float], float]]] = {
    "flesch_kincaid": (count_syllables, _flesch_kincaid),
    "fernandez_huerta": (count_spanish_syllables, _fernandez_huerta),
}
