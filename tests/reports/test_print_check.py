"""A patient's paper is looked at as it will be printed: whoever wrote the words, and as the pages were set."""

from functools import cache

import pytest
from msgspec import Struct
from msgspec.structs import replace
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from forms.content import shipped_files
from forms.errors import ContentError
from reports import fonts
from reports.compose import Paper, handout_pdf, what_is_said
from reports.layouts import EASY_LARGE, EASY_READ, LAYOUTS, STANDARD, Layout
from reports.paper_issues import PaperIssue, failing, mark_of
from reports.print_check import check_paper
from reports.print_rules import RULES, badly_set, read_print_rules
from reports.printed import Run, read_printed, words_of
from tests.reports import pdf
from tests.reports.papers import DETAILS, EXAMPLES, a_paper
from tests.reports.test_examples import SAFETY_FIRST

RULEBOOK = read_print_rules(shipped_files())
WITH_PAPER = [example for example in EXAMPLES if example not in SAFETY_FIRST]
LONG = "I want to walk to the shop " + "and then on to the next shop " * 8 + "and home again."


@cache
def issues_of(example: str, language: str = "en", second: str = "", layout: str = "standard") -> tuple[PaperIssue, ...]:
    paper = replace(a_paper(example), language=language, second=second, layout=LAYOUTS[layout])
    return check_paper(paper, handout_pdf(paper))


def check(paper: Paper) -> tuple[PaperIssue, ...]:
    return check_paper(paper, handout_pdf(paper))


def with_goal(goal: str) -> Paper:
    paper = a_paper("EX01")
    return replace(paper, plan=replace(paper.plan, goal=goal))


def with_details(**details: str) -> Paper:
    return replace(a_paper("EX01"), details={**DETAILS, **details})


# --- the worked examples


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("example", WITH_PAPER)
def test_a_worked_example_goes_out_as_it_is(example: str, language: str) -> None:
    assert issues_of(example, language) == ()


@pytest.mark.parametrize("layout", [*LAYOUTS])
def test_every_layout_keeps_the_rules_of_setting(layout: str) -> None:
    assert issues_of("EX01", layout=layout) == ()


def test_two_languages_beside_each_other_keep_them_too() -> None:
    assert issues_of("EX01", "es", "en") == ()


@pytest.mark.parametrize("layout", [*LAYOUTS])
@pytest.mark.parametrize("example", ["EX01", "EX05", "EX08"])
def test_every_layout_in_two_languages_needs_no_reason(example: str, layout: str) -> None:
    assert issues_of(example, "es", "en", layout) == ()


# --- what was typed


def test_a_frightening_word_in_the_goal_is_pointed_out_and_goes_out() -> None:
    (issue,) = check(with_goal("Walk again in spite of my slipped disc"))
    assert (issue.code, issue.part, issue.is_failing) == ("unwanted_word", "Your goal", False)
    assert "slipped disc" in issue.words
    assert "patient's own words" in issue.instead and "disc bulge" in issue.instead


def test_a_long_sentence_of_the_patients_own_is_nobodys_fault() -> None:
    assert len(LONG.split()) > 60
    assert check(with_goal(LONG)) == ()


@pytest.mark.parametrize(
    "goal",
    [
        "أريد أن أمشي مع أحفادي في الحديقة كل يوم وأن أجلس معهم بلا ألم",
        "אני רוצה לרקוד שוב בחתונה של הנכדה שלי",
        "मैं अपने पोते के साथ फिर से पार्क में चलना चाहता हूँ और बिना दर्द के बैठना चाहता हूँ",
        "Chcę znów tańczyć na weselu wnuczki i chodzić po górach bez bólu",
    ],
)
def test_a_goal_in_any_script_goes_out(goal: str) -> None:
    assert check(with_goal(goal)) == ()


def test_a_name_is_not_judged() -> None:
    paper = with_details(clinic_name="Damage Limitation Diagnostic Physiotherapy")
    paper = replace(paper, person=replace(paper.person, name="DAMAGE OF THE OLD MILL"))
    assert check(paper) == ()


def test_a_long_name_of_a_department_does_not_make_the_card_hard() -> None:
    name = "the Emergency Department of the Royal Infirmary of Greater Northumberland and Cumberland"
    assert check(with_details(ed_name=name)) == ()


def test_what_reception_typed_is_looked_at() -> None:
    shouted, trade = (
        check(with_details(clinic_hours="PLEASE RING BEFORE YOU COME", ed_name="the acute admissions ward")),
        check(with_details(ed_name="the acute admissions ward")),
    )
    assert {one.code for one in shouted} == {"capitals", "unwanted_word"}
    (issue,) = trade
    assert (issue.part, issue.instead) == ("Stop and get help today", "Say sudden and severe.")
    assert issue.is_failing


@pytest.mark.parametrize(
    ("typed", "is_loud"),
    [
        ("PLEASE RING BEFORE YOU COME", True),
        ("Ring us: PLEASE, DO NOT WAIT!", True),
        ("NHS GP and A&E, every day", False),
        ("łódź śródmieście żółta ćma świt", False),
        ("الأحد إلى الخميس من الثامنة صباحا", False),
        ("सोमवार से शुक्रवार सुबह आठ बजे", False),
    ],
)
def test_words_in_capitals_are_found_in_scripts_that_have_them(typed: str, is_loud: bool) -> None:
    assert [issue.code for issue in check(with_details(clinic_hours=typed))] == ["capitals"] * is_loud


def test_a_long_sentence_and_jargon_anywhere_else_are_found_with_a_suggestion() -> None:
    paper = a_paper("EX01")
    first, *others = paper.plan.activities
    typed = replace(first, note=f"{LONG} Your lumbar spine has 50% degeneration.")
    plan = replace(paper.plan, activities=(typed, *others))
    found = check(replace(paper, plan=plan))
    assert all(issue.part.startswith("1. ") and issue.is_failing for issue in found)
    assert {issue.code for issue in found} == {"long_sentence", "unwanted_word"}
    said = " ".join(f"{issue.wrong} {issue.instead}" for issue in found)
    for words in ("Split it: one idea a sentence.", "Say low back.", 'Say "in 100 people".', "Say age change."):
        assert words in said


def test_every_text_of_a_handout_is_looked_at() -> None:
    """A field that is new to the handout is looked at without anybody thinking of it."""
    paper = a_paper("EX01")
    ((said, handout),) = what_is_said(paper)
    from reports.print_check import _NO_TEXT, _of_language

    spoilt = pdf.with_every_text(handout, "It is damage.")
    spoilt = replace(spoilt, words=handout.words, printing=handout.printing)
    found = [one for one in _of_language(said, spoilt, paper, RULEBOOK["capitals"]) if one.code == "unwanted_word"]

    def count(value: object, name: str = "") -> int:
        if name in set(_NO_TEXT) - {"goal"}:
            return 0
        if isinstance(value, str):
            return 1
        if isinstance(value, tuple):
            return sum(count(one) for one in value)
        if isinstance(value, Struct):
            return sum(count(getattr(value, name), name) for name in value.__struct_fields__)
        return 0

    assert len(found) == count(spoilt) > 100
    assert sum(not one.is_failing for one in found) == 1  # the goal


# --- how it is set


def drawn(*, face: str = fonts.REGULAR, size: float = 12, colour: str = "#1D2328", ground: str = "", turn: int = 0,
          line: bool = False, gap: float = 16, straight: bool = False) -> tuple[Run, ...]:  # fmt: skip
    """A page of six lines, set in this way."""
    import io

    fonts.register()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    if ground:
        canvas.setFillColor(ground)
        canvas.rect(40, 500, 500, 300, stroke=0, fill=1)
    canvas.setFillColor(colour)
    canvas.setFont(face, size)
    canvas.translate(60, 700)
    canvas.rotate(turn)
    for number, words in enumerate(
        ("Lie on your back", "with your knees bent.", "Let go.", "Breathe.", "Rest.", "Go.")
    ):
        canvas.drawString(0, -gap * number, "Lie on your back" if straight else words)
    if line:
        canvas.rect(0, -2, 100 * size / 12, 0.6, stroke=0, fill=1)
    canvas.save()
    return read_printed(target.getvalue())


def broken(runs: tuple[Run, ...], layout: Layout = STANDARD) -> set[str]:
    return {rule.id for rule, _ in badly_set(runs, layout, RULEBOOK)}


def test_a_page_that_keeps_every_rule_is_left_alone() -> None:
    assert broken(drawn()) == set()
    assert broken(drawn(ground="#F3F7F6")) == set()


def test_small_letters_are_found_for_the_reader_who_asked_for_larger() -> None:
    assert broken(drawn(size=11.5)) == {"least_size"}
    assert broken(drawn(size=15, gap=20), LAYOUTS["large_16"]) == {"least_size_large_print"}
    assert broken(drawn(size=15, gap=20), EASY_READ) == set()
    assert broken(drawn(size=15, gap=20), EASY_LARGE) == {"least_size_large_print"}


@pytest.mark.parametrize(
    ("size", "layout", "wrong"),
    [
        (6.5, STANDARD, {"least_size_in_margins"}),
        (7.1, LAYOUTS["large_14"], set()),
        (11.5, EASY_READ, {"least_size_in_large_margins"}),
        (11.5, LAYOUTS["large_24"], {"least_size_in_large_margins"}),
        (12, LAYOUTS["large_16"], set()),
    ],
)
def test_the_head_and_foot_are_as_large_as_their_layout_promises(size: float, layout: Layout, wrong: set[str]) -> None:
    margins = tuple(replace(run, is_artifact=True) for run in drawn(size=size, gap=size * 1.3))
    assert broken(margins, layout) == wrong


def test_italics_are_found() -> None:
    assert broken(drawn(face="Helvetica-Oblique")) == {"italics"}


def test_underlining_is_found() -> None:
    assert broken(drawn(line=True)) == {"underlining"}


def test_words_that_are_not_level_are_found() -> None:
    assert "level" in broken(drawn(turn=90))


def test_lines_that_stand_too_close_are_found() -> None:
    assert broken(drawn(gap=13)) == {"line_spacing"}


def test_text_with_two_straight_edges_is_found() -> None:
    assert broken(drawn(straight=True)) == {"justified"}


@pytest.mark.parametrize(("colour", "ground"), [("#9AA3AA", ""), ("#566068", "#8C9A9A")])
def test_pale_letters_are_found_on_white_and_on_a_tint(colour: str, ground: str) -> None:
    assert broken(drawn(colour=colour, ground=ground)) == {"contrast"}


def test_words_on_a_picture_are_found() -> None:
    runs = tuple(replace(run, on_picture=True) for run in drawn())
    assert broken(runs) == {"on_a_picture"}


def test_a_small_step_number_on_a_real_handout_is_found_with_its_page_and_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from reports import styles

    usual = styles.styles_for

    def smaller(body_size: float = 12.0, *, leading: float = 1.3, margins: float = 10.0) -> styles.Styles:
        family = usual(body_size, leading=leading, margins=margins)
        family.number.fontSize = body_size * 0.9
        return family

    monkeypatch.setattr(styles, "styles_for", smaller)
    (issue,) = check(a_paper("EX01"))
    assert (issue.code, issue.words, issue.wrong) == ("least_size", "1", "Smaller than 12 point.")
    assert issue.part.startswith("Pages 2")


def test_draft_across_the_page_is_no_fault() -> None:
    paper = replace(a_paper("EX01"), signature=None)
    content = handout_pdf(paper)
    assert "DRAFT" in pdf.texts(content)[0]
    assert check_paper(paper, content) == ()


def test_the_words_of_a_run_can_be_told() -> None:
    content = handout_pdf(a_paper("EX01"))
    run = next(run for run in read_printed(content) if run.size > 20)
    assert words_of(content, run) == "Your home programme"


# --- the rules as data


def test_a_rule_that_is_missing_is_refused() -> None:
    some = shipped_files()[RULES].split(b"[[rule]]")
    with pytest.raises(ContentError, match='the rule "on_a_picture" is missing'):
        read_print_rules({RULES: b"[[rule]]".join(some[:-1])})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'id = "italics"', b'id = "italic"', "Did you mean"),
        (b'id = "italics"', b'id = "level"', "twice"),
        (b"limit = 4.5\n", b"", "limit"),
        (b'source = "rnib"', b'source = "hearsay"', "Allowed here"),
        (b'wrong = "Italics."', b'wrong = "Italics."\ncolour = "red"', "unknown key"),
    ],
)
def test_a_rule_that_is_wrong_is_refused(old: bytes, new: bytes, said: str) -> None:
    content = shipped_files()[RULES]
    assert old in content
    with pytest.raises(ContentError, match=said):
        read_print_rules({RULES: content.replace(old, new, 1)})


# --- the mark of what fails


def test_a_reason_holds_for_what_it_was_given_for() -> None:
    one = PaperIssue("unwanted_word", "Advice", "damage", "", "")
    noted = replace(one, is_failing=False)
    assert failing((one, noted)) == (one,)
    assert mark_of((one,)) == mark_of((noted, one)) != mark_of((replace(one, words="slipped"),))
    assert "damage" not in mark_of((one,))
