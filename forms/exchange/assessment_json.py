"""An assessment as one JSON object: the contract of `sciatica-intake assess --json`. Keys are stable."""

import json
from typing import Any

from forms.assessment import Assessment
from forms.rules.impression import Finding, RedFlag


def assessment_text(assessment: Assessment) -> str:
    """The object as the records keep it: the same assessment gives the same text."""
    return json.dumps(assessment_object(assessment), ensure_ascii=False, sort_keys=True)


def assessment_object(assessment: Assessment) -> dict[str, Any]:
    """The object to print; lists keep the order of the knowledge base."""
    impression = assessment.impression
    plan = assessment.care_plan
    return {
        "tier": impression.tier,
        "hold_physio_now": impression.hold_physio_now,
        "flags": [_flag(flag) for flag in impression.flags],
        "outcome": impression.outcome,
        "lead": impression.lead,
        "add_ons": list(impression.add_ons),
        "examine_roots_first": impression.examine_roots_first,
        "provisional": impression.provisional,
        "drivers": [_driver(finding) for finding in impression.findings],
        "differentials": [{"id": one.id, "because": one.because} for one in impression.differentials],
        "messages": [message.id for message in impression.messages],
        "next_questions": [question.item for question in assessment.next_questions],
        "programme": {
            "phase": plan.phase,
            "exercises": list(plan.exercises),
            "advice": list(plan.advice),
            "review_days": plan.review_days,
            "blocked_by": list(plan.blocked_by),
            "ask_before_signing": list(plan.ask_before_signing),
        },
        "content": {"version": impression.protocol.version, "sha256": impression.protocol.sha256},
    }


def _flag(flag: RedFlag) -> dict[str, Any]:
    return {
        "id": flag.id,
        "item": flag.item,
        "tier": flag.effective_tier,
        "because": flag.because,
        "unanswered": flag.is_unanswered,
        "missing": list(flag.missing),
    }


def _driver(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.driver,
        "points": finding.points,
        "band": finding.band,
        "anchor": finding.anchor,
        "for": [basis.rule for basis in finding.fits],
        "against": [basis.rule for basis in finding.does_not_fit],
        "missing": list(finding.missing),
    }
