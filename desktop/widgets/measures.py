"""Units people think in, beside the metric one that is stored: stone and pounds, feet and inches."""

from msgspec import Struct


class Measure(Struct, frozen=True):
    """One way to write an amount: `parts` are (unit, how much of the stored unit it is), largest first."""

    name: str
    parts: tuple[tuple[str, float], ...]

    def split(self, amount: float) -> tuple[float, ...]:
        """The amount in these units: whole numbers, and one decimal in the last."""
        if len(self.parts) == 1:
            return (amount / self.parts[0][1],)
        smallest = self.parts[-1][1]
        # Round first, in tenths of the smallest unit, so that 13.97 lb becomes the next stone and not "14 lb".
        rest = round(amount / smallest * 10)
        found = []
        for _unit, size in self.parts[:-1]:
            each = round(size / smallest) * 10
            whole, rest = divmod(rest, each)
            found.append(float(whole))
        return (*found, rest / 10)

    def join(self, numbers: tuple[float, ...]) -> float:
        """The stored amount, to a tenth."""
        return round(sum(number * size for number, (_unit, size) in zip(numbers, self.parts, strict=True)), 1)


_OTHERS = {
    "kg": Measure("stone", (("st", 14 * 0.45359237), ("lb", 0.45359237))),
    "cm": Measure("feet", (("ft", 30.48), ("in", 2.54))),
}


def measures(unit: str, *, body: bool = True) -> tuple[Measure, ...]:
    """The stored unit first, then the others one may switch to. `body`: of a person's height or weight."""
    own = Measure(unit, ((unit, 1.0),))
    other = _OTHERS.get(unit) if body else None
    return (own,) if other is None else (own, other)
