"""The clinical impression: which drivers the answers point to, which warnings stand, and why.

Names follow FHIR ClinicalImpression: `basis` is what a finding rests on, `protocol` is the content that was applied.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

Tier = Literal["none", "routine", "soon", "urgent", "emergency"]
TIERS: tuple[Tier, ...] = ("none", "routine", "soon", "urgent", "emergency")

Band = Literal["supported", "possible", "weak", "not_supported", "insufficient_information"]
Outcome = Literal["drivers", "combination", "no_clear_driver", "insufficient_information", "safety_first"]
Audience = Literal["patient", "physio"]


_RANKS: Mapping[Tier, int] = {tier: rank for rank, tier in enumerate(TIERS)}


def tier_rank(tier: Tier) -> int:
    return _RANKS[tier]


def highest(tiers: "list[Tier] | tuple[Tier, ...]") -> Tier:
    return max(tiers, key=tier_rank, default="none")


class FlagReview(Struct, frozen=True):
    """A physio's decision on one flag: closed, or lowered to routine. It stays in the record.

    tier: the tier that was reviewed; a later answer that raises the flag above it opens the flag again.
    """

    flag: str
    tier: Tier
    decision: Literal["closed", "routine"]
    reason: str
    by: str
    registration: str
    at: datetime


class RedFlag(Struct, frozen=True):
    """One open warning. `reads` are the answers it rests on; `because` says so in a sentence."""

    id: str
    item: str
    title: str
    tier: Tier
    because: str
    reads: tuple[str, ...] = ()
    is_unanswered: bool = False
    is_hold: bool = False
    is_raised: bool = False
    staff: tuple[str, ...] = ()
    leaflet: str = ""
    acts: tuple[str, ...] = ()
    reception_view: str = "full"
    reception_text: str = ""
    note: str = ""
    grade: str = ""
    sources: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    review: FlagReview | None = None

    @property
    def effective_tier(self) -> Tier:
        """The tier after a physio's review; an emergency has no override."""
        if self.review is None or self.tier == "emergency":
            return self.tier
        return "routine" if self.review.decision == "routine" else "none"


class Basis(Struct, frozen=True):
    """One rule that fired. `points` is what it adds here; `counts` is false where a stronger one of its group does."""

    rule: str
    points: int
    nominal_points: int
    because: str
    grade: str
    sources: tuple[str, ...]
    reads: tuple[str, ...]
    counts: bool = True


class OpenRule(Struct, frozen=True):
    """A rule that cannot be decided yet, what it would add, and the unanswered questions it waits for."""

    rule: str
    points: int
    because: str
    waits_for: tuple[str, ...]


class Finding(Struct, frozen=True):
    """One driver, with every basis for and against it, and what is missing."""

    driver: str
    points: int
    band: Band
    anchor: str | None
    basis: tuple[Basis, ...]
    undecided: tuple[OpenRule, ...]
    missing_core: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def fits(self) -> tuple[Basis, ...]:
        return tuple(basis for basis in self.basis if basis.nominal_points > 0)

    @property
    def does_not_fit(self) -> tuple[Basis, ...]:
        return tuple(basis for basis in self.basis if basis.nominal_points < 0)

    @property
    def fired(self) -> tuple[str, ...]:
        return tuple(basis.rule for basis in self.basis)


class Differential(Struct, frozen=True):
    """Something else to consider; seen by the physio only."""

    id: str
    consider: str
    because: str
    against: str
    next_step: str
    grade: str
    sources: tuple[str, ...]
    reads: tuple[str, ...]


class Message(Struct, frozen=True):
    """A text about the scan, for the patient's paper or for the physio only."""

    id: str
    text: str
    audience: Audience
    grade: str
    sources: tuple[str, ...]


class Question(Struct, frozen=True):
    """An unanswered question that could change the ranking: how far, and through which rules."""

    item: str
    most: int
    rules: tuple[str, ...]
    drivers: tuple[str, ...]


class Protocol(Struct, frozen=True):
    """The content that was applied: its version and the SHA-256 of every file."""

    version: str
    sha256: str


class ClinicalImpression(Struct, frozen=True):
    """What the answers point to. Decision support: the physiotherapist decides."""

    tier: Tier
    hold_physio_now: bool
    flags: tuple[RedFlag, ...]
    outcome: Outcome
    lead: str | None
    add_ons: tuple[str, ...]
    examine_roots_first: bool
    provisional: bool
    findings: tuple[Finding, ...]
    differentials: tuple[Differential, ...]
    messages: tuple[Message, ...]
    protocol: Protocol

    def finding(self, driver: str) -> Finding:
        return next(finding for finding in self.findings if finding.driver == driver)

    @property
    def supported(self) -> frozenset[str]:
        return frozenset(finding.driver for finding in self.findings if finding.band == "supported")

    @property
    def blocking_flags(self) -> tuple[RedFlag, ...]:
        """The flags that keep a programme from being printed: soon and above, until a physio closes them."""
        return tuple(flag for flag in self.flags if tier_rank(flag.effective_tier) >= tier_rank("soon"))
