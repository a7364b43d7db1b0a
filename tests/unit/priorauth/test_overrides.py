"""Overrides counted by hand: both directions, and each table with its own denominator."""

import datetime as dt

import pytest

from priorauth.determination import CriterionChange, Determination, DeterminationOutcome, Level, Override, ReasonCode
from priorauth.kleene import Status
from priorauth.overrides import By, OverrideReport, Reviewed, override_report, tables_for
from priorauth.people import Person, Role
from priorauth.recommendation import Outcome

APPROVED, PARTIAL, ADVERSE = DeterminationOutcome
NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
INES = Person(id="director", name="Ines Castellanos", role=Role.MEDICAL_DIRECTOR, credential="MD")
OXYGEN, SLEEP = ("L1", "oxygen"), ("L2", "apnea")


def reviewed(
    outcome: DeterminationOutcome = APPROVED,
    over: Outcome | None = None,
    changed: tuple[tuple[str, str], ...] = (),
    assessed: tuple[tuple[str, str], ...] = (OXYGEN,),
    reason: ReasonCode = ReasonCode.EVIDENCE_MISSED,
    decider: Person | None = INES,
) -> Reviewed:
    changes = tuple(
        CriterionChange(line="1", policy_id=policy, criterion_id=name, text=f"Text of {name}", computed=Status.NOT_MET)
        for policy, name in changed
    )
    override = Override(reason_code=reason, rationale="As read.", recommended=over, changed=changes) if over else None
    made = Determination(
        case_id="c",
        level=Level.INITIAL,
        outcome=outcome,
        revision=1,
        digest="d",
        authorization_number=None,
        decided_by=decider.id if decider else "unknown",
        decided_at=NOW,
        decider=decider,
        override=override,
    )
    return Reviewed(made, frozenset(assessed))


@pytest.fixture
def report() -> OverrideReport:
    """Eight determinations, of which five override: four on a recommendation to pend, one on one to approve."""
    return override_report(
        [
            reviewed(),
            reviewed(assessed=(OXYGEN, SLEEP)),
            reviewed(decider=None),
            reviewed(APPROVED, Outcome.PEND, (OXYGEN,)),
            reviewed(APPROVED, Outcome.PEND, (OXYGEN, ("L1", "other"))),
            reviewed(PARTIAL, Outcome.PEND, reason=ReasonCode.CLINICAL_JUDGEMENT),
            reviewed(ADVERSE, Outcome.PEND, (SLEEP,), (SLEEP,), decider=None),
            reviewed(ADVERSE, Outcome.APPROVE, (OXYGEN,), reason=ReasonCode.WRONG_POLICY),
        ],
        unknown=2,
    )


def test_the_rate_of_all_and_both_directions(report: OverrideReport):
    assert (report.overrides.part, report.overrides.whole, report.overrides.share) == (5, 8, 0.625)
    assert (report.unknown, report.unchanged) == (2, 1)
    found = {(one.recommended.value, one.decided): (one.rate.part, one.rate.whole) for one in report.directions}
    assert found == {
        ("PEND", "approved"): (2, 4),
        ("PEND", "partially_approved"): (1, 4),
        ("PEND", "adverse"): (1, 4),
        ("APPROVE", "partially_approved"): (0, 4),
        ("APPROVE", "adverse"): (1, 4),
    }


def test_each_table_counts_of_its_own_whole(report: OverrideReport):
    found = {
        table.by: [(one.key, one.label, one.rate.part, one.rate.whole) for one in table.rates]
        for table in report.tables
    }
    assert found == {
        By.POLICY: [("L1", "", 3, 7), ("L2", "", 1, 2)],
        By.CRITERION: [
            ("L1/oxygen", "Text of oxygen", 3, 7),
            ("L1/other", "Text of other", 1, 1),
            ("L2/apnea", "Text of apnea", 1, 2),
        ],
        By.REVIEWER: [("director", "Ines Castellanos, MD", 4, 6), ("unknown", "", 1, 2)],
        By.REASON: [("EVIDENCE_MISSED", "", 3, 5), ("CLINICAL_JUDGEMENT", "", 1, 5), ("WRONG_POLICY", "", 1, 5)],
    }
    first = report.tables[0].rates[0].rate
    assert first.low is not None
    assert first.high is not None
    assert 0 < first.low < 3 / 7 < first.high < 1


def test_of_nothing_there_is_no_rate():
    report = override_report([], by=(By.REASON,))
    assert report.overrides.share is None
    assert {one.rate.share for one in report.directions} == {None}
    assert [(table.by, table.rates) for table in report.tables] == [(By.REASON, ())]


@pytest.mark.parametrize("role", Role)
def test_who_may_be_told_of_single_reviewers(role: Role):
    """Medical directors, auditors and administrators; nobody else, and not who is not signed in."""
    tables = tables_for(Person(id="someone", name="Some One", role=role))
    assert (By.REVIEWER in tables) == (role in {Role.MEDICAL_DIRECTOR, Role.AUDITOR, Role.ADMINISTRATOR})
    assert tables_for(None) == (By.POLICY, By.CRITERION, By.REASON)
