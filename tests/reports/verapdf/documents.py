"""Every kind of document we print, as real visits make them and as people may fill them."""

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from forms.content import load_content
from reports.clinician_summary import build_clinician_summary
from reports.compose import clinician_summary_pdf, handout_pdf, safety_card_pdf
from reports.compose_booklet import booklet_pdf
from reports.compose_forms import paper_pack_pdf
from reports.compose_letters import gp_letter_pdf, referral_letter_pdf
from reports.compose_outcomes import outcome_report_pdf
from reports.handout import build_handout
from reports.inputs import PageSize
from reports.layouts import LAYOUTS
from reports.safety_card import build_safety_card
from tests.reports import pdf
from tests.reports.factories import PRINTED_AT, a_card, a_flag, a_handout, a_printing, a_summary
from tests.reports.papers import DETAILS, EXAMPLES, a_paper
from tests.reports.test_letters import NO_EMERGENCY, REFERRED, a_letter_paper
from tests.reports.test_outcome_report import visits
from tests.reports.test_scripts import PEOPLE, paper_for

_HOSTILE = "\U00010780 <b>Łukasz Żółć</b> & مرحبا 12.5 (اليوم) שלום नमस्ते 🙂 张伟 \x00\n" + "Z̸̢̛͔͍͖̳" * 9


def every_kind() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each document."""
    for example in EXAMPLES:
        paper = a_paper(example)
        yield f"handout {example}", handout_pdf(paper)
        yield f"clinician summary {example}", clinician_summary_pdf(paper)
        yield f"handout {example} in Spanish", handout_pdf(replace(paper, language="es"))
        yield f"handout {example} in two languages", handout_pdf(replace(paper, language="es", second="en"))
    for language in PEOPLE:
        yield f"handout for a {language} name", handout_pdf(paper_for(language))
    draft = replace(a_paper("EX01"), signature=None, size=PageSize.LETTER)
    yield "handout draft, letter paper", handout_pdf(draft)
    yield "emergency card", safety_card_pdf(draft)
    yield "emergency card, letter paper", build_safety_card(a_card(), a_printing(size=PageSize.LETTER))
    for layout in LAYOUTS.values():
        yield f"handout laid out as {layout.id}", build_handout(a_handout(), layout=layout)
        both = replace(a_paper("EX01"), layout=layout, language="es", second="en")
        yield f"handout in two languages laid out as {layout.id}", handout_pdf(both)
        yield f"emergency card in two languages laid out as {layout.id}", safety_card_pdf(both)
    yield "handout without exercises", build_handout(a_handout(exercises=()))
    yield "handout with hostile words", build_handout(pdf.with_every_text(a_handout(), _HOSTILE))
    flagged = a_summary(flags=(a_flag(),) * 30, tier="urgent")
    yield "clinician summary with thirty flags", build_clinician_summary(flagged)
    yield "clinician summary with hostile words", build_clinician_summary(pdf.with_every_text(flagged, _HOSTILE))
    yield "outcome report", outcome_report_pdf(a_paper("EX01"), visits(8, None, 7, 5))
    yield "exercise booklet", booklet_pdf(load_content(), DETAILS, at=PRINTED_AT)
    yield "paper pack", paper_pack_pdf(load_content(), DETAILS, at=PRINTED_AT)
    for example in REFERRED:
        yield f"referral {example}", referral_letter_pdf(a_letter_paper(example))
    for example in NO_EMERGENCY:
        yield f"letter to the gp {example}", gp_letter_pdf(a_letter_paper(example))


def write_all(folder: Path) -> tuple[Path, ...]:
    files = []
    for name, data in every_kind():
        file = folder / f"{name}.pdf"
        file.write_bytes(data)
        files.append(file)
    return tuple(files)
