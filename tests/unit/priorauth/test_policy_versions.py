"""What another version of a policy changed, in words."""

import datetime as dt

from priorauth.policy import Policy
from priorauth.policy_versions import changes_of_policy
from tests.building.rules import a_policy, a_top_criterion


def said(older: Policy, newer: Policy) -> list[tuple[str, bool, str]]:
    return [(one.part.value, one.came, one.text) for one in changes_of_policy(older, newer)]


def test_a_version_that_says_the_same_has_no_changes():
    assert said(a_policy(), a_policy(version="2")) == []


def test_a_criterion_that_was_reworded_goes_and_comes():
    newer = a_policy(version="2", criteria=(a_top_criterion(text="The patient coughs much.", finding="cough"),))
    assert said(a_policy(), newer) == [
        ("criteria", False, "Title of coughs: The patient coughs."),
        ("criteria", True, "Title of coughs: The patient coughs much."),
    ]


def test_dates_codes_and_prose_that_differ():
    older = a_policy(ends=dt.date(2025, 12, 31), body="One.\n\nTwo.")
    codes = ({"code": "E1390", "verification": "verified"}, {"code": "E1391", "verification": "secondary"})
    newer = a_policy(version="2", effective=dt.date(2026, 1, 1), codes=codes, body="One.\nThree.")
    assert said(older, newer) == [
        ("dates", False, "In force from 2020-01-01 to 2025-12-31"),
        ("dates", True, "In force from 2026-01-01 to open-ended"),
        ("codes", True, "E1391 (secondary)"),
        ("prose", False, "Two."),
        ("prose", True, "Three."),
    ]


def test_diagnoses_that_came_are_named_with_how_sure_we_are():
    listed = [{"code": "J44.9", "verification": "verified"}]
    diagnoses = {"alignment": "documented", "excluded": listed, "indications": ["heart_failure"]}
    assert said(a_policy(), a_policy(diagnoses=diagnoses)) == [
        ("diagnoses", True, "Indication: heart failure"),
        ("diagnoses", True, "Excluded: J44.9 (verified)"),
    ]
