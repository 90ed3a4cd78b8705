"""Whether a leaflet can be read: its reading grade, its long sentences, its long words.

Which words must not stand in it is said elsewhere, in `plain_words`.
"""

import functools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

MOST_GRADE = 6.0
MOST_WORDS_A_SENTENCE = 15.0
LONG_SENTENCE = 25
# Fewer words than this say nothing about a reading age.
FEWEST_WORDS = 20
LONG_WORD = 4  # syllables

_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”')]*\s+|\n+")
# Where a sentence may be parted, in the languages we print.
_JOINT = re.compile(r"[,;:](?=\s)|\s(?=(?:and|but|or|because|so|which|when|y|pero|o|porque|que|cuando)\s)")
_WORDS_SHOWN = 4
_STOP = re.compile(r"[.!?:]$")
_VOWELS = re.compile(r"[aeiouyà-æè-ïò-öù-ýœ]+")


class Reading(Struct, frozen=True):
    """How hard a text is to read, and what stands in the way."""

    grade: float
    words: int
    sentences: int
    words_a_sentence: float
    long_sentences: tuple[str, ...]
    long_words: tuple[str, ...]

    @property
    def is_hard(self) -> bool:
        """Whether it is above reading age 11; with a few words nobody can say."""
        return self.words >= FEWEST_WORDS and self.grade > MOST_GRADE

    @property
    def is_easy(self) -> bool:
        """Whether it keeps every rule of measure: reading age about 11, short sentences."""
        return self.grade <= MOST_GRADE and self.words_a_sentence <= MOST_WORDS_A_SENTENCE


def read(texts: Iterable[str], *, measure: str = "flesch_kincaid") -> Reading:
    """Measure these texts together, as one leaflet. measure: one of MEASURES, as the language of the texts has it."""
    passages = [passage.replace("**", "") for passage in texts]
    sentences, words = _parts(passages)
    mean = len(words) / len(sentences) if sentences else 0.0
    count, grade = MEASURES[measure]
    counts = [count(word) for word in words]
    syllables = sum(counts) / len(words) if words else 0.0
    longest = sorted(zip(words, counts, strict=True), key=lambda pair: -pair[1])
    return Reading(
        grade=round(max(grade(mean, syllables), 0.0), 1) if words else 0.0,
        words=len(words),
        sentences=len(sentences),
        words_a_sentence=round(mean, 1),
        long_sentences=tuple(sentence for sentence in sentences if len(_WORD.findall(sentence)) > LONG_SENTENCE),
        long_words=tuple(dict.fromkeys(word.casefold() for word, number in longest if number >= LONG_WORD)),
    )


def as_read(text: str, leave_out: Collection[str] = ()) -> str:
    """The text as it is measured: a sentence, with names that count as one easy word.

    leave_out: names that are printed on a packet or over a door anyway, which nobody could make shorter.
    """
    low = text.casefold()
    # Hardly any text holds one; looking for all of them letter by letter takes ten times as long.
    text = _names(tuple(name for name in leave_out if name.casefold() in low)).sub("them", text).strip()
    return text if not text or _STOP.search(text) else text + "."


@functools.lru_cache(maxsize=64)
def _names(leave_out: tuple[str, ...]) -> re.Pattern[str]:
    """What stands for a name: a placeholder, or one of these words by itself."""
    names = "".join(rf"|(?<!\w){re.escape(name)}(?!\w)" for name in leave_out)
    return re.compile(r"\{\w+\}" + names, re.IGNORECASE)


class TooHard(Struct, frozen=True):
    """One thing that makes a leaflet hard. words: the sentence, or nothing where it is the whole text."""

    code: Literal["hard_to_read", "long_sentence"]
    words: str
    wrong: str
    instead: str

    @property
    def said(self) -> str:
        return f"{self.wrong}. {self.instead}"


def hard_to_read(reading: Reading) -> Iterator[TooHard]:
    """What is wrong with a leaflet as it was measured."""
    if reading.is_hard:
        wrong = f"reading grade {reading.grade:g}, at most {MOST_GRADE:g} (reading age 11)"
        hardest = ", ".join(reading.long_words[:_WORDS_SHOWN])
        instead = "Use shorter sentences and words." + (f" The longest words: {hardest}." if hardest else "")
        yield TooHard("hard_to_read", "", wrong, instead)
    for sentence in reading.long_sentences:
        end = _first_half(sentence)
        instead = f"Split it: one idea a sentence. The first could end after “{end}”." if end else "Split it in two."
        wrong = f"{len(_WORD.findall(sentence))} words in one sentence, at most {LONG_SENTENCE}"
        yield TooHard("long_sentence", sentence, wrong, instead)


def _first_half(sentence: str) -> str:
    """The words after which a long sentence could end: at the joint nearest to its middle, or nothing."""
    joints = [match.start() for match in _JOINT.finditer(sentence)]
    best = min(joints, key=lambda place: abs(place - len(sentence) / 2), default=0)
    return " ".join(sentence[:best].split()[-_WORDS_SHOWN:]).rstrip(",;:")


def _parts(passages: Iterable[str]) -> tuple[list[str], list[str]]:
    """The sentences of these passages, and their words."""
    sentences = [
        sentence.strip() for passage in passages for sentence in _SENTENCE_END.split(passage) if _WORD.search(sentence)
    ]
    return sentences, [word for sentence in sentences for word in _WORD.findall(sentence)]


@functools.lru_cache(maxsize=8192)
def count_syllables(word: str) -> int:
    """Syllables by vowel groups, with the common silent endings taken off; good enough for a mean."""
    word = word.lower()
    count = len(_VOWELS.findall(word))
    is_silent = word.endswith("e") and not re.search(r"([^aeiouy]le|ee|ie|oe|ye)$", word)
    if count > 1 and (is_silent or re.search(r"[^aeiouytd]ed$|[^aeiouyscxzh]es$", word)):
        count -= 1
    return max(count, 1)


_SPANISH_SYLLABLE = re.compile(r"[iuü]*[aeoáéó](?:[iuü]|y\b)?|[íú]|[iuü]+(?:y\b)?|y\b")


@functools.lru_cache(maxsize=8192)
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
