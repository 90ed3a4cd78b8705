"""Every rendered page of every worked example, read back: no word that frightens or claims too much (2.1, HZ14)."""

from collections.abc import Callable

import pytest

from forms.content import shipped_files
from forms.errors import PaperError
from forms.lint.checks import read_checks
from reports.compose import Paper, clinician_summary_pdf, handout_pdf, safety_card_pdf
from reports.compose_letters import gp_letter_pdf, referral_letter_pdf
from tests.reports import pdf
from tests.reports.papers import EXAMPLES, a_paper

WORDS = read_checks(shipped_files()).words
FOR_THE_PATIENT = {"handout": handout_pdf, "safety card": safety_card_pdf}
FOR_THE_CLINICIAN: dict[str, Callable[[Paper], bytes]] = {
    "clinician summary": clinician_summary_pdf,
    "letter to the GP": gp_letter_pdf,
    "referral letter": referral_letter_pdf,
}
# 7.1 and RF12 word for word: a claim that is denied, and a measure of the person's own weight.
IN_ITS_PLACE = ("It does not diagnose", "Lost 5% of your weight")


def forbidden(pages: tuple[str, ...], *, for_patient: bool) -> list[str]:
    """What stands on the pages and may not, with a few words round it."""
    found = []
    for page in pages:
        for allowed in IN_ITS_PLACE:
            page = page.replace(allowed, "")
        for word in WORDS:
            if for_patient or word.scope == "everybody":
                found += [page[max(m.start() - 40, 0) : m.end() + 20] for m in word.pattern.finditer(page)]
    return found


@pytest.mark.parametrize("example", EXAMPLES)
def test_no_page_for_the_patient_says_a_forbidden_word(example: str) -> None:
    paper = a_paper(example)
    for name, build in FOR_THE_PATIENT.items():
        assert forbidden(pdf.texts(build(paper)), for_patient=True) == [], name


@pytest.mark.parametrize("example", EXAMPLES)
def test_no_page_for_the_clinician_claims_too_much(example: str) -> None:
    paper = a_paper(example, cons_gp_share="yes")
    read = []
    for name, build in FOR_THE_CLINICIAN.items():
        try:
            pages = pdf.texts(build(paper))
        except PaperError:
            continue  # this person has no such paper: nothing to refer, or nothing but the referral in an emergency
        read.append(name)
        assert forbidden(pages, for_patient=False) == [], name
    assert "clinician summary" in read
    assert {"letter to the GP", "referral letter"} & set(read)


def test_a_forbidden_word_on_a_page_would_be_found() -> None:
    page = ("Your disc is Degenerated, and the cause is probably wear-and-tear. It does not diagnose.",)
    assert len(forbidden(page, for_patient=True)) == 4
    assert len(forbidden(page, for_patient=False)) == 2
