"""A service's code is judged by its form and by the policies that name it; no other table is asked."""

from priorauth.findings import CodeStatus
from priorauth.procedures import check_procedures
from tests.building.cases import a_case, a_line
from tests.building.rules import a_policy


def test_a_code_is_valid_where_a_policy_names_it() -> None:
    lines = tuple(a_line(line=str(at), code=code) for at, code in enumerate(("E1390", "99213", "no code"), start=1))
    checks = check_procedures(a_case(services=lines), [a_policy()])
    named = {entry.code for entry in a_policy().codes}
    assert "E1390" in named
    assert [check.status for check in checks] == [CodeStatus.VALID, CodeStatus.UNVERIFIED, CodeStatus.MALFORMED]
    assert checks[1].note == "Line 2: 99213 is well formed and in no table here; whether it exists was not checked."
    assert checks[2].kind is None
