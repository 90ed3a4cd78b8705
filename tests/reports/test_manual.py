"""The rule manual holds everything, links it together, and stands alone."""

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from desktop.cli import run
from forms.content import load_content, read_content, shipped_files
from reports.manual import rule_manual

CONTENT = load_content()


class Page(HTMLParser):
    """The anchors and links of a page, and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[tuple[str, str]] = []
        self.addresses: list[str] = []
        self.open: list[str] = []
        self._inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag not in ("br", "meta"):
            self.open.append(tag)
        if "id" in given:
            self.ids[given["id"]] += 1
        if tag == "article":
            self._inside = [given["id"]]
        if given.get("href", "").startswith("#"):
            self.links.append((self._inside[-1] if self._inside else "", given["href"][1:]))
        self.addresses += [given[key] for key in ("src", "href") if key in given and not given[key].startswith("#")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "article":
            self._inside.clear()


@cache
def manual() -> str:
    return rule_manual(CONTENT)


@cache
def page() -> Page:
    return Page(manual())


def anchors() -> set[str]:
    """The anchor of everything that has an id in the content."""
    rulebook, programme = CONTENT.rulebook, CONTENT.programme
    return {
        *(f"q-{link_id}" for link_id in CONTENT.questionnaire.items),
        *(f"f-{flag.id}" for flag in rulebook.flags),
        *(f"d-{driver.id}" for driver in rulebook.drivers),
        *(f"r-{rule.id}" for driver in rulebook.drivers for rule in driver.rules),
        *(f"x-{rule.id}" for rule in rulebook.differentials),
        *(f"m-{rule.id}" for rule in rulebook.messages),
        *(f"s-{key}" for key in rulebook.sources),
        *(f"k-{one.id}" for one in CONTENT.contradictions),
        *(f"c-{caution.code}" for caution in programme.cautions),
        *(f"p-{phase.number}" for phase in programme.phases.phases),
        *(f"l-{one.id}" for one in programme.lists),
        *(f"e-{exercise_id}" for exercise_id in programme.exercises),
        *(f"a-{advice_id}" for advice_id in programme.advice),
    }


def test_everything_with_an_id_has_its_place() -> None:
    assert not sorted(anchors() - set(page().ids))


def test_every_place_stands_once_and_every_link_leads_somewhere() -> None:
    assert not [name for name, count in page().ids.items() if count > 1]
    assert not sorted({target for _, target in page().links} - set(page().ids))


def test_every_element_is_closed() -> None:
    assert page().open == []


def test_it_needs_nothing_from_elsewhere() -> None:
    assert page().addresses == []
    assert not re.search(r"@import|url\(|<script|<link|<img", manual())


def test_the_same_content_gives_the_same_manual() -> None:
    assert rule_manual(CONTENT) == manual()


@pytest.mark.parametrize(
    ("place", "target"),
    [
        ("q-agg_hip_twist", "r-B04"),  # a question leads to the rule that reads it
        ("q-rf_bladder", "f-RF01"),
        ("q-knee_ok", "c-X_KNEE"),
        ("f-RF01", "s-V2"),  # a flag to its source
        ("x-DX_LSS", "q-agg_walk"),  # a condition to its questions
        ("e-E10", "c-X_PRESS"),  # an exercise to the cautions that speak against it
        ("l-B", "e-E10"),
    ],
)
def test_an_entry_leads_to_what_it_rests_on(place: str, target: str) -> None:
    assert (place, target) in page().links


def test_every_sentence_of_a_rule_stands_in_it() -> None:
    plain = re.sub(r"<[^>]+>", "", manual()).replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")
    rulebook = CONTENT.rulebook
    sentences = [rule.because for driver in rulebook.drivers for rule in driver.rules]
    sentences += [row.because for flag in rulebook.flags for row in flag.rows]
    sentences += [step for exercise in CONTENT.programme.exercises.values() for step in exercise.steps]
    sentences += [source.title for source in rulebook.sources.values()]
    sentences += [item.label for item in CONTENT.questionnaire.items.values() if not item.base]
    assert not [one for one in sentences if one not in plain]


def plain(page: str) -> str:
    return re.sub(r"<[^>]+>", " ", page).replace("&quot;", '"')


def test_it_names_version_day_and_hash_and_says_that_nobody_signed_it() -> None:
    assert f"Content {CONTENT.version}, released {CONTENT.rulebook.scoring.released}" in plain(manual())
    assert CONTENT.sha256 in manual()
    assert "Nobody has signed this clinical content: no registered clinician stands for it yet." in manual()
    assert f"None of the {len(CONTENT.files)} files says who reviewed it." in manual()


def test_it_names_who_reviewed_a_file_and_until_when() -> None:
    name = "rules/red_flags/RF01_bladder.toml"
    own = b'reviewed = 2026-11-01\nreviewed_by = ["Jo Hart", "Sam Lee"]\nreview_by = 2027-10-01\n'
    half, name_of_half = b"review_by = 2027-09-01\n", "advice/ADV_01.toml"
    files = shipped_files()
    content = read_content({**files, name: own + files[name], name_of_half: half + files[name_of_half]})
    rows = re.findall(
        r"<tr><td><code>(.*?)</code></td><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td></tr>", rule_manual(content)
    )
    assert rows[:2] == [
        (name_of_half, "not said", "nobody named", "2027-09-01"),
        (name, "2026-11-01", "Jo Hart, Sam Lee", "2027-10-01"),
    ]


def test_the_command_writes_it_for_a_pack_too(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    (pack / "advice").mkdir(parents=True)
    (pack / "advice" / "ADV_01.toml").write_text(
        'id = "ADV_01"\ntitle = "Our own <leaflet>"\nprint = "always"\nparagraphs = ["Walk."]\n'
        'sources = []\ngrade = "U"\n'
    )
    target = tmp_path / "manual.html"
    assert run(["manual", str(target), "--pack", str(pack)]) == 0
    assert "Our own &lt;leaflet&gt;" in target.read_text(encoding="utf-8")


def test_a_manual_that_cannot_be_written_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["manual", str(tmp_path / "none" / "manual.html")]) == 2
    assert "The manual was not saved. The folder does not exist." in capsys.readouterr().err
