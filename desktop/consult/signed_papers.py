"""A paper that has gone out, made from the record alone: the same bytes today and in a year. No Qt.

What a paper says rests on what was signed (answers, content, programme, signature) and on how it was printed; both
are kept. The clinic's details are kept as they stood on it. A letter may go out unsigned, while everything else is
blocked: what it rests on is kept with it.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from msgspec.structs import replace

from desktop.clinic import Clinic, reviews_of
from desktop.consult.letter_words import LETTERS
from desktop.consult.own_view import standing_choice
from desktop.consult.papers import FinishedPaper, PaperKind, PaperOrder, SizeName, make_paper
from desktop.consult.proposal import drivers_of
from forms.assessment import assess_all
from forms.clinic_details import ACCENT, DETAILS, LOGO
from forms.content import Content, read_content, unpacked
from forms.errors import PaperError
from forms.exchange.assessment_json import assessment_text
from forms.patient import Patient
from forms.programme.care_plan import plan_from_json, plan_to_json
from forms.records.entries import Document, Letterhead, Programme, Signature, StoredImpression
from forms.response import QuestionnaireResponse, fold
from forms.translation import offered
from reports.layouts import layout_for

_CHANGED = (
    "Not printed: this version of the program would not draw this paper as it was. Print it as a new paper instead, "
    "or find the copy that was saved."
)
_NOT_KEPT = "This paper was printed by an older version of the program, which did not keep how. Print it as a new one."


def moment_of(signature: Signature) -> datetime:
    """The moment that stands on every paper of a signed programme: that of its signature, in local time."""
    return signature.at.astimezone()


def letterhead_of(details: Mapping[str, str]) -> Letterhead:
    """The details that papers show, as kept."""
    shown = {name: details[name] for name in (*DETAILS, LOGO, ACCENT) if details.get(name)}
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True)
    return Letterhead(hashlib.sha256(text.encode()).hexdigest(), text)


def printing_of(order: PaperOrder, draft: Mapping[str, object] | None = None) -> str:
    """How a paper was printed, as kept: with the signed visit it makes the same order again.

    draft: what an unsigned letter rests on, in the place of the signed visit.
    """
    patient = order.patient
    kept = {
        **({"draft": draft} if draft is not None else {}),
        "size": order.size,
        "languages": order.languages,
        "layout": order.layout,
        "initials_only": order.initials_only,
        "at": order.at.isoformat(),
        "drivers": order.drivers,
        "decision": order.decision,
        "code": order.code,
        "route": order.route,
        "note": order.note,
        "view": order.view,
        "ask": order.ask,
        "patient": {
            "family": patient.family,
            "given": patient.given,
            "preferred": patient.preferred,
            "birth_date": patient.birth_date.isoformat(),
            "clinic_no": patient.clinic_no,
        },
    }
    # In plain ASCII: a pasted half of a character goes into no database's text.
    return json.dumps(kept, sort_keys=True)


def note_paper(clinic: Clinic, encounter_id: str, paper: FinishedPaper, happened: str) -> None:
    """Keep in the record what happened to a paper, by the hash of its bytes, and how to make it again."""
    order = paper.order
    draft = None if order.programme_id or paper.kind not in LETTERS else _basis(clinic, encounter_id, order)
    is_kept = paper.kind != "emergency card" and (bool(order.programme_id) or draft is not None)
    clinic.note_document(
        encounter_id,
        paper.kind,
        paper.content,
        happened=happened,
        programme_id=order.programme_id if is_kept and order.programme_id else None,
        printing=printing_of(order, draft) if is_kept else None,
        letterhead=letterhead_of(order.details) if is_kept else None,
    )


def _basis(clinic: Clinic, encounter_id: str, order: PaperOrder) -> dict[str, object] | None:
    """What an unsigned letter rests on; None where the record would not lead to it."""
    answers_to = clinic.keep_basis(encounter_id, order.assessment.response)
    if answers_to is None or order.assessment.content.sha256 != clinic.content.sha256:
        return None
    return {
        "answers_to": answers_to,
        "reviews": len(reviews_of(clinic.store, encounter_id)),
        "content": clinic.content.sha256,
        "care_plan": plan_to_json(order.plan),
    }


def _draft_order(clinic: Clinic, document: Document, kept: Mapping[str, Any]) -> PaperOrder:
    """An unsigned letter as it was, but for what `printing_of` keeps."""
    visit, draft = clinic.store.encounter(document.encounter_id), kept["draft"]
    patient = clinic.store.patient(visit.patient_id) if visit is not None else None
    if visit is None or patient is None:
        raise PaperError(_NOT_KEPT)
    response = fold(visit.intake_date, clinic.store.answers(visit.id, to=draft["answers_to"]))
    reviews = reviews_of(clinic.store, visit.id)[: draft["reviews"]]
    return PaperOrder(
        kind=document.kind,  # type: ignore[arg-type]
        assessment=assess_all(response, _content(clinic, draft["content"]), reviews),
        plan=plan_from_json(draft["care_plan"]),
        patient=patient,
        details={},
        size=kept["size"],
        at=datetime.fromisoformat(kept["at"]),
    )


def signed_order(clinic: Clinic, programme: Programme, *, kind: PaperKind, size: SizeName) -> PaperOrder:
    """The paper of a signed programme from the record: what was answered, concluded and planned when it was signed.

    In the language and layout that suit its reader. PaperError when the record does not lead there any more.
    """
    signature = programme.signature
    visit = clinic.store.encounter(programme.encounter_id)
    patient = clinic.store.patient(visit.patient_id) if visit is not None else None
    concluded = _concluded(clinic, programme)
    if signature is None or visit is None or patient is None or concluded is None:
        raise PaperError(_NOT_KEPT)
    response = fold(visit.intake_date, clinic.store.answers(visit.id, to=concluded.answers_to))
    reviews = tuple(one for one in reviews_of(clinic.store, visit.id) if one.at <= concluded.at)
    assessment = assess_all(response, _content(clinic, concluded.content_sha256), reviews)
    if assessment_text(assessment) != concluded.impression:
        raise PaperError(_CHANGED)
    return PaperOrder(
        kind=kind,
        assessment=assessment,
        plan=plan_from_json(programme.care_plan),
        patient=patient,
        details=clinic.settings(),
        size=size,
        at=moment_of(signature),
        signature=signature,
        drivers=drivers_of(assessment, _choice_then(clinic, programme)),
        programme_id=programme.id,
        languages=(offered(patient.language, assessment.content.files),),
        layout=layout_for(access_of(response, patient)).id,
        code=clinic.programme_code(programme, moment_of(signature).date()) if kind == "programme" else (),
    )


def access_of(response: QuestionnaireResponse, patient: Patient) -> tuple[str, ...]:
    """What would make reading easier, as recorded at reception: codes of `pt_access`."""
    given = response.value("pt_access")
    return given if isinstance(given, tuple) else patient.access


def order_again(clinic: Clinic, document: Document) -> PaperOrder:
    """What a paper that has gone out was made from; PaperError where that was not kept."""
    store = clinic.store
    programme = store.programme(document.programme_id) if document.programme_id else None
    letterhead = store.letterhead(document.letterhead) if document.letterhead else None
    if document.printing is None or letterhead is None:
        raise PaperError(_NOT_KEPT)
    kept = json.loads(document.printing)
    if programme is None and "draft" not in kept:
        raise PaperError(_NOT_KEPT)
    if programme is not None:
        order = signed_order(clinic, programme, kind=document.kind, size=kept["size"])  # type: ignore[arg-type]
    else:
        order = _draft_order(clinic, document, kept)
    who = kept["patient"]
    visits = (*clinic.earlier_responses(document.encounter_id), order.assessment.response)
    return replace(
        order,
        patient=Patient(**{**who, "birth_date": date.fromisoformat(who["birth_date"])}),
        details=json.loads(letterhead.details),
        at=datetime.fromisoformat(kept["at"]),
        drivers=tuple(kept["drivers"]),
        decision=kept["decision"],
        languages=tuple(kept["languages"]),
        layout=kept["layout"],
        initials_only=kept["initials_only"],
        # Papers of before had none of these.
        code=tuple(kept.get("code", ())),
        route=kept.get("route", ""),
        note=kept.get("note", ""),
        view=kept.get("view", ""),
        ask=kept.get("ask", ""),
        visits=visits if document.kind == "outcome report" else (),
    )


def paper_again(clinic: Clinic, document: Document) -> FinishedPaper:
    """The very paper that was printed; PaperError when its bytes would not be the same."""
    paper = make_paper(order_again(clinic, document))
    if hashlib.sha256(paper.content).hexdigest() != document.sha256:
        raise PaperError(_CHANGED)
    return paper


def _concluded(clinic: Clinic, programme: Programme) -> StoredImpression | None:
    """What was concluded when the programme was signed: the first conclusion not before its signature."""
    if programme.signature is None:
        return None
    at = programme.signature.at
    found = (one for one in clinic.store.impressions(programme.encounter_id) if one.answers_to is not None)
    return next((one for one in found if one.at >= at), None)


def _content(clinic: Clinic, sha256: str) -> Content:
    if clinic.content.sha256 == sha256:
        return clinic.content
    kept = clinic.store.content(sha256)
    if kept is None:
        raise PaperError(_NOT_KEPT)
    return read_content(unpacked(kept.files, kept.sha256))


def _choice_then(clinic: Clinic, programme: Programme) -> tuple[str, ...] | None:
    """The drivers that stood chosen against the rules when it was signed; None: as the rules say."""
    assert programme.signature is not None
    at = programme.signature.at
    choice = standing_choice(tuple(one for one in clinic.views(programme.encounter_id) if one.at <= at))
    return choice.drivers if choice is not None else None
