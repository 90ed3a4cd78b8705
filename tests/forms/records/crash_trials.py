"""Kill a program while it saves answers, at random instants, and look what is left. Run as a program of its own.

Each trial forks a child that saves one answer after another and acknowledges each on a pipe; the parent kills it
(SIGKILL, no goodbye), opens the records as the next start of the program would, compares, and sends the answer that
was on its way once more. Prints one JSON object: what was acknowledged, lost, and found though not yet acknowledged.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from forms.encounter import Encounter
from forms.records.backup import problem_with
from forms.records.entries import Place
from forms.records.store import Store, open_store
from forms.response import Answer
from tests.forms.records.factories import KEY, NOON, a_patient, an_encounter

# Lives last up to so many times what the first answer takes, and no less than this: they must reach the writing on a
# busy machine as well.
_FIRST_ANSWERS = 4
_LONGEST_LIFE = 0.08
_DESK = "front"


def main(file: Path, trials: int, seed: int) -> dict[str, int]:
    chance = random.Random(seed)
    with open_store(file, KEY) as store:
        patient = store.register_patient(a_patient())
        encounters = [store.open_encounter(an_encounter(patient)) for _ in range(trials)]
        before = store.open_encounter(an_encounter(patient))
        store.start_session(_DESK, NOON)
    longest = max(_LONGEST_LIFE, _FIRST_ANSWERS * _until_the_first_answer(file, before))
    found = dict.fromkeys(("trials", "acknowledged", "lost", "ahead", "doubled", "wrong_place", "without_a_place"), 0)
    for encounter in encounters:
        acknowledged = _live_and_die(file, encounter, chance.uniform(0, longest))
        with open_store(file, KEY) as store:
            for name, number in _differences(store, encounter, acknowledged).items():
                found[name] += number
        found["trials"] += 1
        found["acknowledged"] += acknowledged
    found["broken"] = int(problem_with(file, KEY) is not None)
    return found


def _answer(encounter: Encounter, number: int) -> Answer:
    return Answer(f"{encounter.id}-{number}", encounter.id, f"q{number}", number, "patient", "desk", NOON, _DESK, "1")


def _until_the_first_answer(file: Path, encounter: Encounter) -> float:
    """How many seconds a child lives before it acknowledges its first answer."""
    started = time.monotonic()
    child, reading = _born(file, encounter)
    os.read(reading, 1)
    taken = time.monotonic() - started
    _die(child)
    os.close(reading)
    return taken


def _live_and_die(file: Path, encounter: Encounter, seconds: float) -> int:
    """How many answers a child acknowledged before it was killed."""
    child, reading = _born(file, encounter)
    time.sleep(seconds)
    _die(child)
    with os.fdopen(reading, "rb") as pipe:
        return len(pipe.read())


def _born(file: Path, encounter: Encounter) -> tuple[int, int]:
    """A child that saves answers, and the pipe on which it acknowledges them."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _save_for_ever(file, encounter, writing)
    os.close(writing)
    return child, reading


def _die(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _save_for_ever(file: Path, encounter: Encounter, acknowledge: int) -> None:
    store = open_store(file, KEY)
    number = 0
    while True:
        store.append_answers((_answer(encounter, number),))
        store.remember_place(Place(_DESK, encounter.id, "pain", f"q{number}", NOON))
        os.write(acknowledge, b".")
        number += 1


def _differences(store: Store, encounter: Encounter, acknowledged: int) -> dict[str, int]:
    kept = [answer.key for answer in store.answers(encounter.id)]
    expected = [f"q{number}" for number in range(acknowledged)]
    ahead = len(kept) - acknowledged
    recovery = store.start_session(_DESK, NOON)
    at = recovery.place.key if recovery is not None and recovery.place.encounter_id == encounter.id else None
    # The answer that was on its way is sent again, as the program does with what was not acknowledged.
    store.append_answers((_answer(encounter, acknowledged),))
    again = [answer.key for answer in store.answers(encounter.id)]
    return {
        "lost": sum(key not in kept for key in expected),
        "ahead": max(0, ahead),
        "doubled": len(again) - len(set(again)) + abs(len(again) - acknowledged - 1),
        "wrong_place": int(acknowledged > 0 and at not in (f"q{acknowledged - 1}", f"q{acknowledged}")),
        "without_a_place": int(acknowledged > 0 and at is None),
    }


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
