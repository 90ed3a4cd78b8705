"""The rule manual: every question, flag, rule, exercise and source of a content pack as one HTML page.

`pdf` sets it on paper. It stands alone: no script, no network, nothing beside it. The same content gives the same
bytes.
"""

from collections.abc import Iterator

import tomli

import resources
from forms.content import Content
from forms.release import Release
from reports.manual.cross_links import CrossLinks
from reports.manual.html import Safe, el, join
from reports.manual.programme import programme_chapters
from reports.manual.questions import question_chapter
from reports.manual.rules import rule_chapters, source_chapter
from reports.manual.section import Chapter
from reports.manual.standing import standing_section

TITLE = "Rule manual"
_HOW_TO_READ = (
    "Every condition is shown as the program applies it. A blank, an “unsure” and a “prefer to tell the physio” are"
    " unknown, and unknown is never no: a rule that cannot be decided is listed as missing.",
    "Points are clinic judgement informed by the evidence. They are not validated, and say nothing about chance.",
    "Grades: A guideline or consistent systematic reviews; B diagnostic or cohort study, usually small or mixed; C"
    " indirect; D expert opinion; B* reliably measured, its link to sciatica unproven; U clinic convention, not checked"
    " against a source.",
)


def rule_manual(content: Content, release: Release | None = None, *, release_holds: bool = False) -> str:
    """The whole manual as one HTML document. release: the pack's, if it has one; whether it holds, `check` says."""
    links = CrossLinks(content)
    chapters = (
        question_chapter(content, links),
        *rule_chapters(content, links),
        *programme_chapters(content, links),
        source_chapter(content, links),
    )
    standing = standing_section(content, release, release_holds=release_holds)
    body = el(
        "div", el("nav", _contents(chapters), aria_label="Contents") + _main(content, chapters, standing), class_="page"
    )
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
    )
    style = f"<style>\n{_colours()}{resources.read_bytes('manual/manual.css').decode('utf-8')}</style>"
    title = el("title", f"{TITLE}, content {content.version}")
    return f'<!doctype html>\n<html lang="en-GB"><head>{head}{title}{style}</head>\n<body>{body}</body></html>\n'


def _contents(chapters: tuple[Chapter, ...]) -> Safe:
    def entry(anchor: str, title: str, inner: str = "") -> Safe:
        return el("li", el("a", title, href=f"#{anchor}") + inner)

    return el(
        "ol",
        join(
            entry(
                one.anchor,
                one.title,
                el("ol", join(entry(anchor, title) for anchor, title in one.parts)) if one.parts else "",
            )
            for one in chapters
        ),
    )


def _main(content: Content, chapters: tuple[Chapter, ...], standing: Safe) -> Safe:
    scoring = content.rulebook.scoring
    purpose = tomli.loads(resources.read_bytes("clinic/purpose.toml").decode("utf-8"))
    about = f"Content {content.version}, released {scoring.released}, to be reviewed by {scoring.review_by}."
    header = el(
        "header",
        el("h1", TITLE)
        + el("p", about + " Fingerprint ", el("code", content.sha256), ".", class_="quiet")
        + join(el("p", text) for text in _texts(purpose)),
    )
    how = el("section", el("h2", "How to read this") + join(el("p", text) for text in _HOW_TO_READ))
    return el("main", header + standing + how + join(chapter.html for chapter in chapters))


def _texts(table: object) -> Iterator[str]:
    if isinstance(table, str):
        yield table
    elif isinstance(table, dict):
        for value in table.values():
            yield from _texts(value)


def _colours() -> str:
    """The colours of the screen, light and dark, as properties of the page."""
    theme = tomli.loads(resources.read_bytes("theme.toml").decode("utf-8"))
    light, dark = (
        "".join(f"--{name}: {value};" for name, value in theme[kind].items() if isinstance(value, str))
        for kind in ("light", "dark")
    )
    return f":root {{{light}}}\n@media (prefers-color-scheme: dark) {{:root {{{dark}}}}}\n"
