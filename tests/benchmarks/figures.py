"""What was measured beside what we promised: one table at the end of a run."""

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence

from msgspec import Struct, field


class Figure(Struct, frozen=True):
    """One measured figure. target: the most it may be; None where nothing was promised."""

    what: str
    value: float
    unit: str
    target: float | None
    beside: str

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return "reached" if self.value <= self.target else "not reached"


class Figures(Struct):
    """Every figure of a run, in the order measured. load_at_start: how busy the machine was then."""

    load_at_start: str
    kept: list[Figure] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def leave_out(self, what: str, why: str) -> None:
        """Something this machine could not measure; the table says so rather than the run failing."""
        self.left_out.append(f"not measured: {what} ({why})")

    def add(self, what: str, value: float, *, target: float | None = None, unit: str = "ms", beside: str = "") -> None:
        self.kept.append(Figure(what, value, unit, target, beside))

    def add_times(self, what: str, times: "Times", *, target: float | None = None) -> None:
        """The median of several runs, with the worst and our own work beside it."""
        beside = f"{len(times.wall)} runs, worst {max(times.wall):.1f}, own work {times.own_work:.1f}"
        self.add(what, times.median, target=target, beside=beside)

    def table(self) -> str:
        widths = max((len(figure.what) for figure in self.kept), default=0)
        lines = [f"{'':{widths}}  {'measured':>12}  {'at most':>10}"]
        for one in self.kept:
            target = f"{one.target:.3g} {one.unit}" if one.target is not None else ""
            measured = f"{one.value:.{2 if 0 < one.value < 10 else 0}f} {one.unit}"
            lines.append(f"{one.what:{widths}}  {measured:>12}  {target:>10}  {one.verdict:11}  {one.beside}".rstrip())
        machine = f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} processors"
        loads = f"{machine}; load {self.load_at_start} at the start, {load()} at the end"
        return "\n".join([*lines, *self.left_out, loads])


def load() -> str:
    return " ".join(f"{one:.1f}" for one in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"


class Times(Struct, frozen=True):
    """How long several runs of one thing took, in milliseconds. work: our own time on the processor."""

    wall: tuple[float, ...]
    work: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.wall)

    @property
    def own_work(self) -> float:
        return statistics.median(self.work)


def timed(work: Callable[[], object], runs: int = 7) -> Times:
    wall, own = [], []
    for _ in range(runs):
        started, worked = time.perf_counter(), time.process_time()
        work()
        wall.append((time.perf_counter() - started) * 1000)
        own.append((time.process_time() - worked) * 1000)
    return Times(tuple(wall), tuple(own))


def together(times: Sequence[Times]) -> Times:
    """The runs of several as one."""
    return Times(tuple(wall for one in times for wall in one.wall), tuple(work for one in times for work in one.work))


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all values stays within."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
