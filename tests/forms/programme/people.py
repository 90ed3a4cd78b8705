"""People for the programme's tests: the shipped worked examples, and a plain person to change one answer of."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from forms.content import load_questionnaire, shipped_files
from forms.facts import Facts
from forms.programme.builder import build_programme
from forms.programme.care_plan import CarePlan
from forms.programme.content import ProgrammeContent, read_programme
from forms.questionnaire_file import vocabulary_of
from forms.response import QuestionnaireResponse, Value, entry_key

INTAKE = date(2026, 3, 2)
ALL_KIT = ("mat", "chair", "spiky_or_tennis_ball", "band", "roller", "dumbbells")

# What section 8 of the knowledge base takes for granted in every example.
DEFAULTS: dict[str, Value] = {
    "sleep_wakes": "some_nights",
    "irritability": "low",
    "med_conditions": ("none",),
    "med_osteoporosis": "no",
    "med_anticoag": "no",
    "hip_replaced": ("no",),
    "surg_12wk": "no",
    "fall_risk": "no",
    "knee_ok": "yes",
    "skin_ok": "no",
    "kit_home": ALL_KIT,
    "rf_foot_drop": "no",
    "rf_weak_worse": "no",
    "rf_stairs": "no",
    "rf_dvt": ("none",),
    "rf_anticoag": "no",
    "rf_preg": "no",
}

# A person with no caution, in phase 2.
PLAIN: dict[str, Value] = {
    **DEFAULTS,
    "pt_dob": "1986-01-01",
    "pain_side": "R",
    "worst_site": "buttock",
    "nprs_back": 2,
    "nprs_leg": 5,
    "sit_tol_min": 30,
    "agg_bend": "no",
    "agg_walk": "no",
    "neu_weak": "none",
    "inj_any": "no",
    "img_done": "none",
    "trn_activities": ("none",),
    "smoke": "never",
    "occ_drive_h": 0,
}


@cache
def content() -> ProgrammeContent:
    return read_programme(shipped_files(), vocabulary_of(load_questionnaire()))


def facts_of(answers: Mapping[str, Any], **more: Any) -> Facts:
    """Facts of these answers; None takes one back; a key of a repeating block goes to its first entry."""
    questionnaire = load_questionnaire()
    given: dict[str, Value] = {}
    for key, value in {**answers, **more}.items():
        if value is None:
            continue
        block = "" if "/" in key else questionnaire.items[key].block
        given[entry_key(block, 1, key) if block else key] = tuple(value) if isinstance(value, list) else value
    return Facts(questionnaire, QuestionnaireResponse(INTAKE).with_answers(given))


def example(name: str) -> tuple[Facts, Mapping[str, Any]]:
    """A shipped example: its facts and what it expects."""
    data = tomllib.loads(shipped_files()[f"examples/{name}.toml"].decode())
    answers = {**DEFAULTS, "pt_dob": data["birth_date"].isoformat(), **data["answers"]}
    return facts_of(answers), data["expect"]


def plan_for(facts: Facts, **changes: Any) -> CarePlan:
    """The programme of somebody whose lead is B, unless said otherwise."""
    inputs: dict[str, Any] = {
        "outcome": "drivers",
        "lead": "B",
        "add_ons": (),
        "supported": frozenset({"B"}),
        "differentials": frozenset(),
        "tier": "none",
        "open_flags": (),
        "hold": False,
    }
    return build_programme(content(), facts, **{**inputs, **changes})
