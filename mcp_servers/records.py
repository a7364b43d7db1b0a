"""Reading the data files that lie beside the servers."""

from importlib.resources import files
from typing import TypeVar

from mcp_servers.answers import Record

R = TypeVar("R", bound=Record)


def read_records(package: str, name: str, model: type[R]) -> tuple[R, ...]:
    """The records of a JSON Lines file in a package. Raises ``pydantic.ValidationError`` for a line that is none."""
    lines = files(package).joinpath(name).read_text(encoding="utf-8").splitlines()
    return tuple(model.model_validate_json(line) for line in lines)
