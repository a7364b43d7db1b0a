import pytest

from orchestrator.failures import NotJson
from orchestrator.strict_json import parse_json


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This is not JSON: line 1, column 1: Expecting value."),
        (b'{"a": 1,\n  "b": }', "This is not JSON: line 2, column 8: Expecting value."),
        (b'{"a": 1} {}', "This is not JSON: line 1, column 10: Extra data."),
        (b"\xff\xfe{\x00", "This is not UTF-8 text: byte 1 cannot be read."),
        (b'{"a": "\xe9"}', "This is not UTF-8 text: byte 8 cannot be read."),
        (b'{"a": NaN}', "This holds a number that JSON does not have, or one too long to read."),
        (b"[Infinity]", "This holds a number that JSON does not have, or one too long to read."),
        (b"1" * 5000, "This holds a number that JSON does not have, or one too long to read."),
        (b"[" * 100_000, "This is nested too deeply."),
        (b'{"a": 1, "a": 2}', "A field of one object is given twice; give each field once."),
    ],
)
def test_what_is_no_json_is_said_in_a_sentence(content: bytes, sentence: str):
    with pytest.raises(NotJson) as caught:
        parse_json(content)
    assert str(caught.value) == sentence
