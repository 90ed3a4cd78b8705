"""Names that sound or look like what was typed, for a search that finds nobody under what was typed.

The names themselves are compared, each once: a town of a million people has some ten thousand of them. rapidfuzz is
imported with the first misspelling; most searches never need it.
"""

from collections.abc import Iterable, Sequence
from itertools import islice, product

# A name this short with a letter wrong may be any name.
SHORTEST = 3
_ONE_SLIP = 4
_NEAREST = 5
_MOST_READINGS = 8


class Spellings:
    """Every word of every name in the records, folded as `search.fold_name` does."""

    def __init__(self, names: Iterable[str]) -> None:
        self.words = tuple(sorted({word for name in names for word in name.split()}))

    def nearest(self, typed: str) -> tuple[tuple[int, str], ...]:
        """The words nearest to what was typed, with how many slips lie between (0 to 2), the nearest first.

        A slip is a letter too many, missing, wrong, or swapped with its neighbour. What is still being typed is
        compared with as much of each word.
        """
        if len(typed) < SHORTEST:
            return ((0, typed),)
        slips = 1 if len(typed) <= _ONE_SLIP else 2
        found = _near(typed, self.words, self.words, slips)
        if not found:
            found = _near(typed, [word[: len(typed)] for word in self.words], self.words, slips)
        return tuple(sorted(found)[:_NEAREST])

    def readings(self, typed: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """What may have been meant by these words together, the likeliest first; as typed is not among them."""
        choices = [self.nearest(word) for word in typed]
        whole = sorted(product(*choices), key=lambda reading: sum(slips for slips, _ in reading))
        meant = (tuple(word for _, word in reading) for reading in whole)
        return tuple(islice((one for one in meant if one != tuple(typed)), _MOST_READINGS))


def _near(typed: str, compared: Sequence[str], words: Sequence[str], slips: int) -> set[tuple[int, str]]:
    from rapidfuzz import process  # seldom needed; see above
    from rapidfuzz.distance import OSA

    near = process.extract(typed, compared, scorer=OSA.distance, score_cutoff=slips, limit=4 * _NEAREST)
    return {(int(distance), words[index]) for _word, distance, index in near}
