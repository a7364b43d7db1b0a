"""What an operator may set of a review, wherever its agents run; and how settings are read, every problem at once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, TypeVar
from zoneinfo import available_timezones

from pydantic import BeforeValidator, Field, ValidationError, field_validator

from priorauth.errors import PriorAuthError
from priorauth.value import Value

REPOSITORY = Path(__file__).resolve().parent.parent
PREFIX = "PRIORAUTH_"


class SettingsInvalid(PriorAuthError):
    """Environment variables that cannot be used."""

    code = "settings_invalid"


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


OptionalText = Annotated[str | None, BeforeValidator(_none_if_empty)]
OptionalPath = Annotated[Path | None, BeforeValidator(_none_if_empty)]
_Address = Annotated[str, Field(pattern=r"^https?://[^/\s]")]
WebAddress = Annotated[_Address | None, BeforeValidator(_none_if_empty)]


class ReviewSettings(Value):
    """What a review needs to be told. Each field is the environment variable ``PRIORAUTH_<FIELD>``.

    ``telemetry`` names where spans, measures and log lines go beside standard error, with commas: console, otlp, azure.
    Limits: ``lookup_timeout_seconds`` of one try of a lookup call, ``lookup_tries`` of one
    call that finds nobody, ``agent_timeout_seconds`` of one agent. A lookup's server that gave no answer
    ``circuit_failures`` times in a row is left alone for ``circuit_cooling_seconds``. ``time_zone`` is the plan's, by
    its IANA name, in which days are counted; ``exempt_from`` names the jurisdiction profiles that do not bind the plan,
    with commas.
    """

    rulebook: Path = REPOSITORY
    model: str = Field(default="embedded", pattern="^embedded$")
    telemetry: str = Field(default="", pattern=r"^(|(console|otlp|azure)(,(console|otlp|azure))*)$")
    lookup_timeout_seconds: float = Field(default=10, gt=0)
    lookup_tries: int = Field(default=3, ge=1, le=10)
    circuit_failures: int = Field(default=5, ge=1)
    circuit_cooling_seconds: float = Field(default=10, gt=0)
    agent_timeout_seconds: float = Field(default=60, gt=0)
    time_zone: str = "America/New_York"
    exempt_from: str = ""
    mcp_icd10_url: OptionalText = None
    mcp_npi_url: OptionalText = None
    mcp_cms_coverage_url: OptionalText = None
    mcp_pubmed_url: OptionalText = None
    mcp_clinical_trials_url: OptionalText = None

    @field_validator("time_zone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("is no time zone by its IANA name, as America/Chicago")
        return name

    @property
    def exempt_profiles(self) -> frozenset[str]:
        """The ids of the profiles that do not bind the plan."""
        return frozenset(name.strip() for name in self.exempt_from.split(",") if name.strip())

    def mcp_url(self, lookup: str) -> str | None:
        """The address that replaces an embedded lookup server, where one is set."""
        value = getattr(self, f"mcp_{lookup}_url")
        return str(value) if value is not None else None


Shape = TypeVar("Shape", bound=ReviewSettings)


def settings_in(
    environment: Mapping[str, str], shape: type[Shape], named: Mapping[str, str] | None = None, **overrides: object
) -> Shape:
    """The settings of an environment. ``named`` are the variables of the fields that go by another name than theirs.

    Raises :class:`SettingsInvalid`.
    """
    variables = {name: PREFIX + name.upper() for name in shape.model_fields} | dict(named or {})
    values: dict[str, object] = {
        name: environment[variable] for name, variable in variables.items() if variable in environment
    }
    try:
        return shape.model_validate(values | overrides)
    except ValidationError as error:
        told = ((variables.get(str(next(iter(item["loc"]), "")), "settings"), item["msg"]) for item in error.errors())
        sentences = "\n  ".join(f"{variable}: {message}" for variable, message in told)
        raise SettingsInvalid(f"These settings cannot be used:\n  {sentences}") from None
