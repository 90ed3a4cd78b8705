"""Codes on paper and the records: the code of a signed programme, and what a code that somebody brings opens."""

from datetime import date, timedelta

from msgspec import Struct

from forms.content import Content, read_content, unpacked
from forms.errors import ContentError
from forms.programme.care_plan import plan_from_json
from forms.programme.code_text import CodeRefused, in_groups
from forms.programme.programme_code import KEY_NAME, Prescribed, ProgrammeCode, programme_code, read_code
from forms.records.entries import Programme
from forms.records.store import Store

SOMEBODY_ELSES = (
    "This code belongs to another person's programme, or this person is registered twice. Nothing was opened. "
    "Ask for the name and date of birth, and compare them with the paper."
)


class PrintedProgramme(Struct, frozen=True):
    """A programme of this person as it was printed. content: what it was made with, in whose words it is told.

    signed_by: as the records have it; "" where they no longer hold the visit.
    """

    prescribed: tuple[Prescribed, ...]
    content: Content
    signed_on: date
    signed_by: str


def code_of(store: Store, content: Content, programme: Programme, signed_on: date) -> tuple[str, ...]:
    """The code of a signed programme, in groups; none for a draft, and none where there is nothing to do.

    signed_on: the day as it stands on the paper, which depends on where the clinic is.
    """
    activities = plan_from_json(programme.care_plan).activities
    encounter = store.encounter(programme.encounter_id)
    if programme.signature is None or not activities or encounter is None:
        return ()
    if programme.content_sha256 != content.sha256:
        content = _kept(store, programme.content_version, programme.content_sha256)
    return programme_code(
        activities,
        content.programme.exercises,
        content_version=content.version,
        content_sha256=content.sha256,
        signed_on=signed_on,
        patient_id=encounter.patient_id,
        key=store.clinic_key(KEY_NAME),
    )


def open_code(store: Store, content: Content, patient_id: str, typed: str) -> PrintedProgramme:
    """What a code holds that was scanned or typed at this person's visit; CodeRefused when it may not be opened."""
    key = store.clinic_key(KEY_NAME)
    code = read_code(typed, key)
    if not code.is_of(patient_id, key):
        raise CodeRefused(SOMEBODY_ELSES)
    if not code.is_made_with(content.version, content.sha256):
        content = _kept(store, code.content_version, code.content_mark)
    prescribed = code.prescribed(content.programme.exercises)
    return PrintedProgramme(prescribed, content, code.signed_on, _signed_by(store, content, patient_id, code))


def _kept(store: Store, version: str, mark: str) -> Content:
    """The content of this version whose hash begins so. No other will do: there an exercise may mean another thing."""
    for kept in store.contents_beginning(mark):
        if kept.version == version:
            try:
                return read_content(unpacked(kept.files, kept.sha256))
            except ContentError:
                break
    raise CodeRefused(
        f"This programme was made with rules {version} ({mark[:8]}), which cannot be read from these records any more. "
        "Nothing was opened: its exercises may mean something else today. Use the paper itself."
    )


def _signed_by(store: Store, content: Content, patient_id: str, code: ProgrammeCode) -> str:
    groups = in_groups(code.symbols)
    for encounter in store.encounters_of(patient_id):
        for one in store.programmes(encounter.id):
            if one.signature is None or one.content_sha256 != content.sha256:
                continue
            # Some hours may lie between that day here and in UTC.
            is_that_day = abs(one.signature.at.date() - code.signed_on) <= timedelta(days=1)
            if is_that_day and code_of(store, content, one, code.signed_on) == groups:
                return one.signature.name
    return ""
