"""A town of invented people, the same every time: names as unevenly common as real ones, some with accents."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from forms.patient import Patient

_COMMON_FAMILY = (
    "Smith", "Jones", "Taylor", "Brown", "Williams", "Wilson", "Johnson", "Davies", "Patel", "Khan", "Ahmed", "Singh",
    "O’Brien", "Murphy", "Kowalski", "Nowak", "Müller", "García", "Nguyễn", "van der Berg", "de Souza", "Żółć",
    "Ødegård", "Hussain", "Ali", "Lewis", "Clark", "Young", "King", "Wright", "Hall", "Green", "Walker", "White",
)  # fmt: skip
_COMMON_GIVEN = (
    "Jo", "John", "Anne", "Anne-Marie", "Mary", "Mohammed", "Olivia", "Amelia", "Noah", "George", "Łukasz", "Zoë",
    "José", "Siân", "Aoife", "Priya", "Wei", "Fatima", "David", "Sarah", "Emma", "Jack", "Thomas", "Grace", "Ida May",
)  # fmt: skip
_STARTS = (
    "b",
    "br",
    "c",
    "ch",
    "d",
    "f",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "w",
    "",
)
_MIDDLES = ("a", "e", "i", "o", "u", "ar", "en", "il", "on", "ow", "ea", "ie", "ó", "ü", "al", "er")
_ENDS = ("n", "ton", "ley", "son", "man", "ski", "ford", "field", "ard", "ey", "wood", "ham", "well", "a", "o", "ić")


def people(count: int, *, seed: int = 1) -> Iterator[Patient]:
    chance = random.Random(seed)
    families = (*_COMMON_FAMILY, *_made_up(chance, 20_000))
    given = (*_COMMON_GIVEN, *_made_up(chance, 3_000))
    # Zipf: the second commonest name is half as common as the first.
    family_weights = _sums(1 / (rank + 8) for rank in range(len(families)))
    given_weights = _sums(1 / (rank + 8) for rank in range(len(given)))
    for number in range(count):
        (family,) = chance.choices(families, cum_weights=family_weights)
        (first,) = chance.choices(given, cum_weights=given_weights)
        yield Patient(
            id=f"{number:032x}",
            family=family,
            given=first,
            birth_date=date(1930, 1, 1) + timedelta(days=chance.randrange(32_000)),
            clinic_no=f"{number + 1:06}",
            phone=f"07{chance.randrange(10**9):09}",
            version=1,
        )


def _made_up(chance: random.Random, count: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < count:
        parts = (chance.choice(_STARTS), chance.choice(_MIDDLES), chance.choice(_STARTS), chance.choice(_MIDDLES))
        names["".join(parts + (chance.choice(_ENDS),)).capitalize()] = None
    return list(names)


def _sums(weights: Iterator[float]) -> list[float]:
    total, sums = 0.0, []
    for weight in weights:
        total += weight
        sums.append(total)
    return sums
