"""What the pack says: words that are never used, texts that are hard to read, places nobody fills in."""

import re
from collections.abc import Iterator

from msgspec import Struct

from forms.content import Content
from forms.lint.problem import PackFiles, Problem
from forms.lint.statements import Statements
from forms.loading import suggestion
from forms.plain_words import SCOPES, UnwantedWord, unwanted
from forms.programme.messages import PLACEHOLDERS
from forms.readability import as_read, hard_to_read, read

# What the program itself fills in, beside the clinic's own details.
_FILLED_IN = {
    "rules/imaging/": ("finding", "pct", "root", "side", "shrink"),
    "rules/scoring.toml": ("v", "date"),
    "rules/red_flags/tiers.toml": ("question",),
    "questionnaires/": ("root", "side"),
}


class Text(Struct, frozen=True):
    """Sentences that are read together. leave_out: names that are printed on a packet anyway."""

    file: str
    line: int
    place: str
    sentences: tuple[str, ...]
    is_for_patient: bool
    leave_out: tuple[str, ...] = ()
    is_leaflet: bool = False

    @property
    def scopes(self) -> tuple[str, ...]:
        """Which lists of unwanted words it must keep to."""
        if self.is_leaflet:
            return SCOPES
        return ("everybody", "patient") if self.is_for_patient else ("everybody",)


def all_texts(content: Content, pack: PackFiles, statements: Statements) -> tuple[Text, ...]:
    """Every text a person may meet, with where it stands."""
    return (
        *_of_questions(content, statements),
        *_of_rules(content, pack),
        *_of_scans(content, pack),
        *_of_programme(content, pack),
        *_of_messages(content),
    )


def _text(
    place: tuple[str, int],
    name: str,
    *sentences: str,
    patient: bool = True,
    leave_out: tuple[str, ...] = (),
    leaflet: bool = False,
) -> Text:
    return Text(*place, name, tuple(one for one in sentences if one), patient, leave_out, leaflet)


def _of_questions(content: Content, statements: Statements) -> Iterator[Text]:
    for item in content.questionnaire.items.values():
        labels = (option.label for option in item.options)
        sentences = (item.label, item.help, item.read_aloud, *labels)
        yield _text(statements.item_place(item), f'item "{item.link_id}"', *sentences, patient="patient" in item.who)


def _of_rules(content: Content, pack: PackFiles) -> Iterator[Text]:
    rulebook = content.rulebook
    for driver in rulebook.drivers:
        place = pack.find("rules/drivers/", driver.id)
        yield _text(place, f"driver {driver.id}", driver.label, driver.plain)
        own = (driver.title, driver.what, driver.typical, driver.against, driver.note)
        yield _text(place, f"driver {driver.id}", *own, patient=False)
        for rule in driver.rules:
            yield _text(pack.find("rules/drivers/", rule.id), f"rule {rule.id}", rule.because, patient=False)
    for flag in rulebook.flags:
        place = pack.find("rules/red_flags/", flag.id)
        yield _text(place, f"flag {flag.id}", flag.leaflet, leaflet=True)
        reasons = (row.because for row in flag.rows)
        yield _text(
            place,
            f"flag {flag.id}",
            flag.title,
            flag.staff_extra,
            flag.reception_text,
            flag.note,
            *reasons,
            patient=False,
        )
    for one in rulebook.differentials:
        place = pack.find("rules/differentials.toml", one.id)
        own = (one.consider, one.because, one.against, one.next_step, one.stronger_because)
        yield _text(place, f"differential {one.id}", *own, patient=False)
    for tier in rulebook.tiers.values():
        place = pack.find("rules/red_flags/tiers.toml", tier.id)
        yield _text(
            place, f"tier {tier.id}", tier.word, tier.meaning, tier.time_limit, tier.staff, tier.printing, patient=False
        )
    yield _text(("rules/scoring.toml", 1), "words", *rulebook.scoring.words.values(), patient=False)
    for contradiction in content.contradictions:
        place = pack.find("rules/consistency.toml", contradiction.id)
        yield _text(place, f"contradiction {contradiction.id}", contradiction.text)


def _of_scans(content: Content, pack: PackFiles) -> Iterator[Text]:
    rulebook = content.rulebook
    for message in rulebook.messages:
        place = pack.find("rules/imaging/", message.id)
        is_for_patient = message.audience == "patient"
        yield _text(place, f"message {message.id}", message.text, patient=is_for_patient, leaflet=is_for_patient)
    for finding in rulebook.prevalence.values():
        yield _text(pack.find("rules/imaging/", finding.key), f"finding {finding.key}", finding.words)
    for shape in rulebook.shrinkage.values():
        yield _text(pack.find("rules/imaging/", shape.key), f"shape {shape.key}", shape.words)


def _of_programme(content: Content, pack: PackFiles) -> Iterator[Text]:
    programme = content.programme
    for exercise in programme.exercises.values():
        place = pack.find("exercises/", exercise.id)
        yield _text(place, f"exercise {exercise.id}", *exercise.patient_texts, leaflet=True)
    for advice in programme.advice.values():
        place, name = pack.find("advice/", advice.id), f"advice {advice.id}"
        yield _text(place, name, *advice.paragraphs, leave_out=advice.medicines, leaflet=True)
        yield _text(place, name, advice.title)
        yield _text(place, name, advice.physio_note, patient=False)
    for caution in programme.cautions:
        place = pack.find("programme/cautions.toml", caution.code)
        yield _text(place, f"caution {caution.code}", caution.print)
        yield _text(place, f"caution {caution.code}", caution.title, caution.physio, patient=False)
    for one in programme.lists:
        yield _text(pack.find("programme/lists.toml", one.id), f"list {one.id}", one.goal, leaflet=True)
    for phase in programme.phases.phases:
        place = pack.find("programme/phases.toml", str(phase.number))
        yield _text(place, f"phase {phase.number}", phase.title, phase.move_on, leaflet=True)


def _of_messages(content: Content) -> Iterator[Text]:
    programme = content.programme
    card, light, stops = programme.emergency_card, programme.traffic_light, programme.stop_codes
    yield _text(("messages/emergency_card.toml", 1), "emergency card", *card.texts, leaflet=True)
    lights = (text for one in light.lights for text in (one.name, one.range, one.meaning))
    yield _text(
        ("messages/traffic_light.toml", 1), "traffic light", light.title, *lights, light.good_sign, leaflet=True
    )
    yield _text(
        ("messages/stop_codes.toml", 1), "stop codes", stops.title, *stops.texts.values(), stops.then, leaflet=True
    )


def forbidden_words(texts: tuple[Text, ...], words: tuple[UnwantedWord, ...], pack: PackFiles) -> Iterator[Problem]:
    for text in texts:
        for word, sentence, match in unwanted(text.sentences, words, scopes=text.scopes):
            line = pack.line_of(text.file, _around(sentence, match), text.line)
            said = f'"{match.group()}" must not be said here. {word.instead}'
            yield Problem("error", "forbidden_word", text.file, line, text.place, said)


def _around(sentence: str, match: re.Match[str]) -> str:
    """The word with what stands round it on its line, to find the line by."""
    start = sentence.rfind(" ", 0, max(match.start() - 12, 0)) + 1
    return sentence[start : match.end()].splitlines()[-1]


def hard_texts(texts: tuple[Text, ...], pack: PackFiles) -> Iterator[Problem]:
    """Leaflets above reading age 11, and their long sentences."""
    for text in texts:
        if text.is_leaflet:
            reading = read([as_read(one, text.leave_out) for one in text.sentences])
            for one in hard_to_read(reading):
                line = pack.line_of(text.file, one.words, text.line)
                yield Problem("error", one.code, text.file, line, text.place, one.said)


def unknown_placeholders(pack: PackFiles) -> Iterator[Problem]:
    """Braces that nothing fills in."""
    folders = ("questionnaires/", "rules/", "programme/", "exercises/", "advice/", "messages/")
    for file in pack.names(*folders):
        filled = [name for prefix, names in _FILLED_IN.items() if file.startswith(prefix) for name in names]
        known = (*PLACEHOLDERS, *filled)
        for number, line in enumerate(pack.lines(file), 1):
            if line.lstrip().startswith("#"):
                continue
            for name in re.findall(r"\{(\w+)\}", line):
                if name not in known:
                    said = f'nothing fills in "{{{name}}}".{suggestion(name, known)}'
                    yield Problem("error", "unknown_placeholder", file, number, "", said)
