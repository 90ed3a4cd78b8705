"""Sample papers with realistic texts: worked example EX01, and ways to make them large, empty or hostile."""

import datetime

from msgspec.structs import replace

from reports.clinician_summary import (
    ClinicianSummary,
    DriverReasons,
    ExaminationLine,
    FlagLine,
    ProgrammeLine,
    Reason,
)
from reports.exercise_card import ExerciseCard
from reports.flowables import Box
from reports.handout import AdviceModule, Handout, PainLight
from reports.inputs import (
    ClinicDetails,
    EmergencyCard,
    PersonLine,
    Printing,
    Signature,
    Versions,
)

PRINTED_AT = datetime.datetime(2026, 3, 2, 14, 2, tzinfo=datetime.UTC)
SIGNED = Signature(name="Jo Bright", registration="PH012345", signed_on=datetime.date(2026, 3, 2))
INTENDED_PURPOSE = (
    "For use by registered physiotherapists. Collects intake answers, shows safety prompts, and lists which answers "
    "fit four common contributors to sciatica-type pain, with the reasons. It does not diagnose. It supports, and "
    "does not replace, clinical judgement. The physiotherapist decides. Not for emergencies, not for under-18s, not "
    "for use without a physiotherapist's review."
)


def a_printing(**changes: object) -> Printing:
    printing = Printing(
        person=PersonLine(name="Casey Lorrimore-Test", birth_date=datetime.date(1979, 9, 14), clinic_no="1042"),
        clinic=ClinicDetails(
            name="Millbrook Physiotherapy",
            phone="01632 960 142",
            hours="Monday to Friday, 8 am to 6 pm",
            address="4 Mill Lane, Millbrook",
        ),
        versions=Versions(content="1.0.0", sha256="3fa94c1d77e2b0a85c61"),
        printed_at=PRINTED_AT,
        intended_purpose=INTENDED_PURPOSE,
        approved_by=SIGNED,
        use_until=datetime.date(2026, 4, 13),
    )
    return replace(printing, **changes)


def a_card() -> EmergencyCard:
    return EmergencyCard(
        title="Stop and get help today",
        lead="Go to A&E now, or ring 999, if you have back or leg pain and **any** of these start or get worse:",
        signs=(
            "numb or odd feeling between your legs or round your back passage",
            "trouble starting, feeling or holding your urine",
            "loss of bowel control or feeling",
            "new loss of feeling or function during sex",
            "pain, numbness or weakness in **both** legs",
            "legs getting weaker or unsteady",
            "foot that suddenly drags",
        ),
        say="Say: “I am worried about cauda equina syndrome.” Show this card.",
        same_day_lead="Ring us the same day on **01632 960 142** for:",
        same_day=(
            "fever with back pain",
            "weight loss you can't explain",
            "a hot swollen calf",
            "pain after a fall",
        ),
    )


def the_exercises() -> tuple[ExerciseCard, ...]:
    return (
        ExerciseCard(
            id="E22",
            name="Towel-roll opener",
            why="It opens a stooped upper back. The answer may lie above the hip.",
            position="Lie on your back with your knees bent and your head on a pillow. Place a rolled towel across "
            "your mid-back, at bra-line height.",
            steps=(
                "Let your chest open over the roll.",
                "Take your arms out to the side or overhead.",
                "Take 5 slow breaths. Then move the roll 3 cm.",
            ),
            dose=(Box("5", "slow breaths"), Box("3", "spots"), Box("once", "a day")),
            easier="Use a thinner towel.",
            harder="Use a foam roller.",
            stops=("you feel dizzy or breathless, or have chest pain",),
        ),
        ExerciseCard(
            id="E25",
            name="One-minute seat break",
            why="Your back likes a change of position.",
            position="Stand beside your desk, or beside your parked vehicle.",
            steps=(
                "Stand up.",
                "Do five standing back bends.",
                "March ten steps on the spot.",
                "Reach up and breathe out.",
            ),
            dose=(
                Box("1", "minute"),
                Box("after every 30", "minutes of sitting"),
            ),
            dose_note="Drivers: at each legal stop, at least every 2 hours.",
            often="After every 30 minutes of sitting. Drivers: at each legal stop, at least every 2 hours",
            easier="Just stand and sway.",
            harder="Add 5 squats.",
            stops=("your leg pain spreads lower, or stays worse for more than 30 minutes",),
        ),
        ExerciseCard(
            id="E23",
            name="Open book",
            why="It keeps your upper back turning.",
            position="Lie on your side with your knees bent to a right angle. Hold both arms straight out in front.",
            steps=(
                "Open your top arm up and back.",
                "Follow your hand with your eyes. Keep your knees stacked.",
                "Breathe, and close again.",
            ),
            dose=(Box("8", "each side"), Box("once", "a day")),
            easier="Keep your hand on your ribs.",
            harder="Hold it open for 3 breaths.",
            stops=(
                "your leg pain spreads lower, or stays worse for more than 30 minutes",
                "you feel dizzy or breathless, or have chest pain",
            ),
        ),
        ExerciseCard(
            id="E26",
            name="Hands-and-knees rock-back",
            why="It teaches you to bend your hips without tucking.",
            position="Go on your hands and knees, with your knees wide.",
            steps=("Keep your back long.", "Sit your hips towards your heels.", "Stop before your pelvis tucks."),
            dose=(Box("10", "times"), Box("2", "sets"), Box("once", "a day")),
            easier="Rest your hands on a chair.",
            harder="Hold it for 3 seconds.",
            stops=(
                "your leg pain spreads lower, or stays worse for more than 30 minutes",
                "you feel a pinch in the groin",
            ),
        ),
        ExerciseCard(
            id="E38",
            name="Walking plan",
            why="Walking is the best all-round medicine.",
            position="Stand tall and let your arms swing. Wear good shoes.",
            steps=(
                "Find how long you can walk before your pain rises by 2.",
                "Walk a bit less than that: 8 minutes if your limit is 10.",
                "Do this two or three times a day.",
            ),
            dose=(Box("5-10", "minutes to start"), Box("2-3", "times a day"), Box("30", "minutes to reach")),
            often="2 or 3 times a day, most days",
            easier="Split it into shorter walks.",
            harder="Add hills, or pick up the pace.",
            stops=(
                "your leg pain spreads lower, or stays worse for more than 30 minutes",
                "you notice new or worse numbness, tingling or weakness",
            ),
        ),
    )


def the_pain_lights() -> tuple[PainLight, ...]:
    return (
        PainLight("green", "Green", "0 to 3 out of 10", "Carry on."),
        PainLight(
            "amber",
            "Amber",
            "4 to 5 out of 10",
            "Fine if it settles within 30 minutes and is no worse next morning.",
        ),
        PainLight("red", "Red", "over 5 out of 10, or pain that spreads further down the leg", "Too much."),
    )


def the_advice() -> tuple[AdviceModule, ...]:
    return (
        AdviceModule(
            "Pacing",
            (
                "Find what you can do on a bad day. Do a little less than that, more often. Add a little each week. "
                "Good day? Still stick to the plan. Flare-ups happen: drop to half for 2-3 days, keep walking, then "
                "build again.",
            ),
        ),
        AdviceModule(
            "What helps recovery",
            (
                "Staying active helps more than bed rest. Keep as much work and daily life as you can. Hurt does not "
                "mean harm when it settles in 30 minutes.",
            ),
        ),
        AdviceModule(
            "How long will it take?",
            (
                "Most people feel a lot better over weeks to months. In UK family practice just over half (55 in 100) "
                "had a clear drop in difficulty by one year.",
            ),
        ),
        AdviceModule(
            "Sitting",
            (
                "No single posture is perfect. Your next posture is the best one. Change position every 30 minutes. "
                "Try: hips slightly above knees, a small towel roll in your low back, screen at eye height, feet "
                "flat, wallet out of back pocket.",
            ),
        ),
        AdviceModule(
            "Driving",
            (
                "Sit close enough that you don't reach with your leg, with a towel roll in your low back. Take a "
                "break at least every 2 hours and do the one-minute seat break.",
            ),
        ),
        AdviceModule(
            "When to come back",
            (
                "Book sooner if: no better in 4-6 weeks; pain spreads lower; tingling or weakness grows; pain stops "
                "sleep; you can't work; you're worried.",
            ),
        ),
    )


def a_handout(**changes: object) -> Handout:
    handout = Handout(
        printing=a_printing(),
        card=a_card(),
        findings=(
            "Your answers fit pain that builds up while you sit. It eases when you stand up or sit tall.",
            "This is something you can change. Your nerves tested well today.",
        ),
        goal="Drive for 2 hours with pain no more than 2 out of 10.",
        exercises=the_exercises(),
        pain_lights=the_pain_lights(),
        pain_note="Pain moving **up** towards the back is a good sign, even if the back aches more.",
        rest_rule="If you had to stop: miss a day, then do half. If it comes again, leave that exercise out and "
        "tell us.",
        plan_note="About 12 minutes a day.",
        side_words="your right side",
        advice=the_advice(),
        review_date=datetime.date(2026, 4, 13),
        review_note="Bring this sheet with you.",
    )
    return replace(handout, **changes)


def a_summary(**changes: object) -> ClinicianSummary:
    summary = ClinicianSummary(
        printing=a_printing(),
        assessed_on=datetime.date(2026, 3, 2),
        story="Long-haul lorry driver. Right buttock and back-of-thigh ache for 3 months, builds on long drives, "
        "goes on rest days.",
        tier_word="No safety prompts",
        tier="none",
        tier_note="No safety prompts were triggered by the answers given. This does not rule out serious illness.",
        flags=(),
        outcome="A Sitting and posture load leads. No add-ons.",
        drivers=(
            DriverReasons(
                id="A",
                name="Sitting and posture load",
                points=15,
                band="supported",
                anchor="A10",
                fits=(
                    Reason("A01", "Sitting makes it worse.", 2, "C"),
                    Reason("A03", "Eases on standing up.", 2, "C"),
                    Reason("A08", "Sitting tall eases it.", 3, "C"),
                    Reason("A10", "Correcting the sitting posture eased the pain on examination.", 4, "C"),
                ),
                does_not_fit=(),
                missing=(),
                note="Contributing factor. Evidence is limited.",
            ),
            DriverReasons(
                id="B",
                name="Hip muscle",
                points=0,
                band="not supported",
                anchor=None,
                fits=(
                    Reason("B01", "Worst in the buttock.", 2, "C"),
                    Reason("B02", "Sitting makes it worse.", 1, "D"),
                ),
                does_not_fit=(Reason("B22", "Both piriformis tests were negative.", -3, "B"),),
                missing=(),
            ),
            DriverReasons(
                id="C",
                name="Foot and ankle",
                points=-6,
                band="not supported",
                anchor=None,
                fits=(),
                does_not_fit=(
                    Reason("C21", "No old leg injury on that side.", -3, "D"),
                    Reason("C22", "Knee-to-wall difference under 1 cm.", -3, "D"),
                ),
                missing=(),
                note="Contributing factor. Evidence is limited.",
            ),
            DriverReasons(
                id="D",
                name="Lumbar nerve root",
                points=-3,
                band="not supported",
                anchor=None,
                fits=(),
                does_not_fit=(Reason("D22", "Power, reflexes and feeling are normal.", -3, "B"),),
                missing=("Scan report",),
            ),
        ),
        examination=(
            ExaminationLine("Straight leg raise", "negative"),
            ExaminationLine("Slump", "negative"),
            ExaminationLine("Myotomes", "no deficit"),
            ExaminationLine("Reflexes", "normal"),
            ExaminationLine("Sensation", "normal"),
            ExaminationLine("Knee to wall", "left 11 cm, right 10.5 cm"),
        ),
        decision="Agree with A. Long drives are the main load to change.",
        programme=(
            ProgrammeLine("E22", "Towel-roll opener", "5 breaths, 3 spots, once a day"),
            ProgrammeLine("E25", "One-minute seat break", "1 minute each 30 minutes of sitting"),
            ProgrammeLine("E23", "Open book", "8 each side, once a day"),
            ProgrammeLine("E26", "Hands-and-knees rock-back", "10 x 2, once a day"),
            ProgrammeLine("E38", "Walking plan", "5-10 minutes, 2-3 times a day"),
        ),
        programme_note="Phase 2 (restore). Review 13 April 2026.",
        messages=("A scan is not needed for most people with sciatica unless it would change the treatment.",),
    )
    return replace(summary, **changes)


def a_flag() -> FlagLine:
    return FlagLine(
        id="RF09",
        tier="urgent",
        tier_word="Urgent",
        because="Foot tripping or dragging, new in the last 14 days.",
        state="Open",
    )
