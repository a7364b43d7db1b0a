"""Settings, read from the environment once, at the edge. Every problem is said at once."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import BeforeValidator, Field, ValidationError, field_validator

from priorauth.case import LineOfBusiness, RequestType
from priorauth.errors import PriorAuthError
from priorauth.value import Value

REPOSITORY = Path(__file__).resolve().parent.parent
_PREFIX = "PRIORAUTH_"


class SettingsInvalid(PriorAuthError):
    """Environment variables that cannot be used."""

    code = "settings_invalid"


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


OptionalText = Annotated[str | None, BeforeValidator(_none_if_empty)]
OptionalPath = Annotated[Path | None, BeforeValidator(_none_if_empty)]
_Address = Annotated[str, Field(pattern=r"^https?://[^/\s]")]
WebAddress = Annotated[_Address | None, BeforeValidator(_none_if_empty)]


class Settings(Value):
    """What an operator may set. Each field is the environment variable ``PRIORAUTH_<FIELD>`` unless it says otherwise.

    ``database_url`` is ``DATABASE_URL``; without it the store is a SQLite file in ``data_dir``. The two ``assume_*``
    fields are what a request of the small API, which carries neither, is read as; the result prints them. ``traces``
    has spans made. ``signing_key`` is a PKCS#12 file that signs documents, with its password; without it, a key is made
    in ``data_dir``.
    Limits: ``max_body_bytes`` of a request, ``max_concurrent_reviews`` in this process and, where it is set,
    ``max_concurrent_reviews_overall`` in all processes on one store, ``max_waiting_cases`` before no more are taken,
    ``lease_seconds`` until the others take over from a process that was not heard of, ``lookup_timeout_seconds`` of
    one try of a lookup call, ``lookup_tries`` of one call that finds nobody, ``agent_timeout_seconds`` of one agent,
    ``case_timeout_seconds`` of one review with all its agents. A lookup's server that gave no answer
    ``circuit_failures`` times in a row is left alone for ``circuit_cooling_seconds``. Messages go to ``webhook_url``,
    signed with ``webhook_secret``; without an address, none are made. ``time_zone`` is the plan's, by its IANA name, in
    which days are counted; ``exempt_from`` names the jurisdiction profiles that do not bind the plan, with commas.
    """

    data_dir: Path = REPOSITORY / "var"
    database_url: OptionalText = None
    rulebook: Path = REPOSITORY
    icd10_database: Path = REPOSITORY / "var" / "icd10-cm.sqlite"
    model: str = Field(default="embedded", pattern="^embedded$")
    agents: str = Field(default="inprocess", pattern="^inprocess$")
    allow_unauthenticated: bool = False
    traces: bool = False
    tenant: str = "default"
    signing_key: OptionalPath = None
    signing_key_password: OptionalText = Field(default=None, repr=False)
    assume_line_of_business: LineOfBusiness | None = LineOfBusiness.MEDICARE_FFS
    assume_request_type: RequestType | None = RequestType.INITIAL
    max_body_bytes: int = Field(default=4 * 1024 * 1024, ge=1024)
    max_concurrent_reviews: int = Field(default=2, ge=1, le=64)
    max_concurrent_reviews_overall: int | None = Field(default=None, ge=1)
    lease_seconds: float = Field(default=10, ge=1)
    max_waiting_cases: int = Field(default=1000, ge=1)
    lookup_timeout_seconds: float = Field(default=10, gt=0)
    lookup_tries: int = Field(default=3, ge=1, le=10)
    circuit_failures: int = Field(default=5, ge=1)
    circuit_cooling_seconds: float = Field(default=10, gt=0)
    agent_timeout_seconds: float = Field(default=60, gt=0)
    case_timeout_seconds: float = Field(default=300, gt=0)
    webhook_url: WebAddress = None
    webhook_secret: OptionalText = Field(default=None, repr=False)
    webhook_timeout_seconds: float = Field(default=10, gt=0)
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

    @property
    def store_url(self) -> str:
        """The SQLAlchemy address of the store, with its driver."""
        if self.database_url is None:
            return f"sqlite:///{self.data_dir / 'priorauth.sqlite'}"
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)

    def mcp_url(self, lookup: str) -> str | None:
        """The address that replaces an embedded lookup server, where one is set."""
        value = getattr(self, f"mcp_{lookup}_url")
        return str(value) if value is not None else None


def read_settings(environment: Mapping[str, str] | None = None, **overrides: object) -> Settings:
    """The settings of an environment (this process's by default). Raises :class:`SettingsInvalid`."""
    source = os.environ if environment is None else environment
    values: dict[str, object] = {
        name: source[variable] for name, variable in _variables().items() if variable in source
    }
    try:
        return Settings.model_validate(values | overrides)
    except ValidationError as error:
        variables = _variables()
        sentences = [f"{variables[str(item['loc'][0])]}: {item['msg']}" for item in error.errors()]
        raise SettingsInvalid("These settings cannot be used:\n  " + "\n  ".join(sentences)) from None


def _variables() -> dict[str, str]:
    named = {name: _PREFIX + name.upper() for name in Settings.model_fields}
    return named | {"database_url": "DATABASE_URL"}
