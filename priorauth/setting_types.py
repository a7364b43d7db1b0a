"""The types of settings, which an environment gives as text: an empty variable sets nothing."""

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr

PREFIX = "PRIORAUTH_"


def none_if_empty(value: object) -> object:
    """Nothing, where a variable is there and empty."""
    return None if value == "" else value


OptionalText = Annotated[str | None, BeforeValidator(none_if_empty)]
OptionalPath = Annotated[Path | None, BeforeValidator(none_if_empty)]
OptionalSecret = Annotated[SecretStr | None, BeforeValidator(none_if_empty)]
_Address = Annotated[str, Field(pattern=r"^https?://[^/\s]")]
WebAddress = Annotated[_Address | None, BeforeValidator(none_if_empty)]
