"""Two desks with one visit open: each sees what the other answers, and a clash is asked about, never settled alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.clinic import Clinic, OpenVisit
from desktop.visit_view import VisitView
from forms.records.store import Store, open_store
from tests.desktop.open_visits import KEY, a_clinic, a_store, a_visit


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """The records as two desks hold them open."""
    if request.param == "sqlite":
        with a_store(tmp_path) as first, open_store(tmp_path / "clinic.db", KEY) as second:
            yield first, second
    else:
        address: str = request.getfixturevalue("postgres_database")
        with open_store(address) as first, open_store(address) as second:
            yield first, second


def at_desk(clinic: Clinic, name: str) -> Clinic:
    clinic.desk = name
    return clinic


class Desks:
    """Reception's and the physio's windows on one visit."""

    def __init__(self, stores: tuple[Store, Store], qtbot: QtBot) -> None:
        self.visit: OpenVisit = a_visit(stores[0])
        self.qtbot = qtbot
        self.reception = self._view(at_desk(a_clinic(stores[0], "reception"), "front desk"))
        self.physio = self._view(at_desk(a_clinic(stores[1]), "room 2"))

    def _view(self, clinic: Clinic) -> VisitView:
        view = VisitView(clinic, clinic.visit(self.visit.encounter.id))
        self.qtbot.addWidget(view)
        view.show()
        return view

    def settle(self) -> None:
        """Each desk has written what it has and has looked at the records."""
        for view in (self.reception, self.physio):
            assert view.flush()
        for view in (self.reception, self.physio):
            self.qtbot.waitUntil(lambda view=view: view.others._task is None)
            with self.qtbot.waitSignal(view.others.arrived):
                view.others.look()


@pytest.fixture
def desks(stores: tuple[Store, Store], qtbot: QtBot) -> Desks:
    return Desks(stores, qtbot)


def test_a_new_warning_at_the_front_desk_reaches_the_physio(desks: Desks) -> None:
    assert desks.physio.model.assessment.impression.tier != "emergency"
    desks.reception.model.give("rf_bladder", "yes_new")
    desks.settle()
    assert desks.physio.model.value("rf_bladder") == "yes_new"
    assert desks.physio.model.assessment.impression.tier == "emergency"
    assert desks.physio.clash.isHidden()


def test_answers_to_different_questions_meet_in_both_windows(desks: Desks) -> None:
    desks.reception.model.give("agg_sitting", "yes")
    desks.physio.model.give("agg_walk", "no")
    desks.settle()
    for view in (desks.reception, desks.physio):
        assert (view.model.value("agg_sitting"), view.model.value("agg_walk")) == ("yes", "no")
        assert view.clash.isHidden()


def test_two_answers_to_one_question_are_shown_and_asked_about(desks: Desks) -> None:
    desks.reception.model.give("agg_sitting", "yes")
    assert desks.reception.flush()
    desks.physio.model.give("agg_sitting", "no")
    desks.settle()
    clash = desks.reception.clash
    assert not clash.isHidden()
    assert "Here: Yes. At “room 2”: No." in clash.accessibleDescription()
    assert desks.reception.model.value("agg_sitting") == "no"
    desks.reception.clash.mine.click()
    assert clash.isHidden()
    desks.settle()
    assert desks.physio.model.value("agg_sitting") == "yes"


def test_an_answer_still_being_written_here_is_not_replaced(desks: Desks) -> None:
    desks.reception.model.give("agg_sitting", "yes")
    desks.settle()
    desks.physio.model.keep("sit_tol_min", 4.0)
    desks.reception.model.give("sit_tol_min", 90.0)
    desks.settle()
    assert desks.physio.model.value("sit_tol_min") is None
    desks.physio.model.give("sit_tol_min", 4.0)
    desks.settle()
    for view in (desks.physio, desks.reception):
        assert view.model.value("sit_tol_min") == 4.0
    assert not desks.physio.clash.isHidden()


def test_a_private_answer_is_not_told_to_reception(desks: Desks) -> None:
    physio, reception = desks.physio, desks.reception
    physio.model.give("rf_sexual", "yes_new")
    desks.settle()
    assert reception.clash.isHidden()
    assert "yes" not in reception.banner.words()


def test_a_clash_about_a_delicate_question_tells_reception_neither_answer(desks: Desks) -> None:
    physio, reception = desks.physio, desks.reception
    reception.model.give("rf_cancer", "no")
    assert reception.flush()
    physio.model.give("rf_cancer", "yes")
    desks.settle()
    assert not reception.clash.isHidden()
    assert reception.clash.accessibleDescription() == (
        "It was answered differently at “room 2” meanwhile. Ask again, then choose."
    )


def test_a_flag_closed_at_one_desk_is_closed_at_the_other(desks: Desks) -> None:
    desks.physio.model.give("rf_foot_drop", "yes_old")
    desks.settle()
    flag = next(one for one in desks.reception.model.assessment.impression.flags if one.id == "RF07")
    desks.physio.clinic.review_flag(
        desks.visit.encounter.id,
        flag="RF07",
        tier=flag.tier,
        decision="closed",
        reason="Seen and stable for years now.",
    )
    desks.settle()
    for view in (desks.reception, desks.physio):
        assert [one.decision for one in view.model.reviews] == ["closed"]
