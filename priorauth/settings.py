"""What an operator may set of a review, wherever its agents run; and how settings are read, every problem at once."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar
from zoneinfo import available_timezones

from pydantic import Field, ValidationError, field_validator

from priorauth.errors import PriorAuthError
from priorauth.inputs import AgentName
from priorauth.model_budget import ModelLimits
from priorauth.model_prices import PriceTable, read_prices
from priorauth.model_sources import ModelSource, ServedModel, problems_of, served
from priorauth.setting_types import PREFIX, OptionalPath, OptionalText
from priorauth.value import Value

REPOSITORY = Path(__file__).resolve().parent.parent
_KIND = "kind"


class SettingsInvalid(PriorAuthError):
    """Environment variables that cannot be used."""

    code = "settings_invalid"


class ReviewSettings(Value):
    """What a review needs to be told. Each field is the environment variable ``PRIORAUTH_<FIELD>``.

    ``model`` plays the agents, and ``model_<agent>`` one of them: ``PRIORAUTH_MODEL`` is its kind, and each other part
    of it ``PRIORAUTH_MODEL_<PART>``, of one agent ``PRIORAUTH_MODEL_<AGENT>`` and ``PRIORAUTH_MODEL_<AGENT>_<PART>``.
    ``model_max`` are the limits of what language models use, ``PRIORAUTH_MODEL_MAX_<LIMIT>``, and ``model_prices`` the
    file of what they cost; with ``model_crosscheck`` the embedded reader reads beside a language model. ``telemetry``
    names where spans, measures and log lines go beside standard error, with commas: console, otlp, azure. Limits:
    ``lookup_timeout_seconds`` of one try of a lookup call, ``lookup_tries`` of one call that finds nobody,
    ``agent_timeout_seconds`` of one agent, ``model_timeout_seconds`` of one try of a language model's turn. A lookup's
    server that gave no answer ``circuit_failures`` times in a row is left alone for ``circuit_cooling_seconds``.
    ``time_zone`` is the plan's, by its IANA name, in which days are counted; ``exempt_from`` names the jurisdiction
    profiles that do not bind the plan, with commas.
    """

    rulebook: Path = REPOSITORY
    model: ModelSource = ModelSource()
    model_compliance: ModelSource = ModelSource()
    model_clinical: ModelSource = ModelSource()
    model_coverage: ModelSource = ModelSource()
    model_synthesis: ModelSource = ModelSource()
    telemetry: str = Field(default="", pattern=r"^(|(console|otlp|azure)(,(console|otlp|azure))*)$")
    lookup_timeout_seconds: float = Field(default=10, gt=0)
    lookup_tries: int = Field(default=3, ge=1, le=10)
    circuit_failures: int = Field(default=5, ge=1)
    circuit_cooling_seconds: float = Field(default=10, gt=0)
    agent_timeout_seconds: float = Field(default=60, gt=0)
    model_timeout_seconds: float = Field(default=60, gt=0)
    model_max: ModelLimits = ModelLimits()
    model_crosscheck: bool = False
    model_prices: OptionalPath = None
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

    def served_model(self, agent: AgentName) -> ServedModel | None:
        """The language model that plays an agent; None for the embedded one. Raises :class:`SettingsInvalid`."""
        problems = [told for told in self.problems_together() if told[0].startswith(f"{PREFIX}MODEL")]
        if problems:
            raise _invalid(problems)
        return served(self._source(agent))

    def problems_together(self) -> Iterator[tuple[str, str]]:
        """What is wrong with settings that are each right by themselves: the variable to change, and why."""
        told = (
            (self._variable_of_model(agent, problem.part), problem.message)
            for agent in AgentName
            for problem in problems_of(self._source(agent))
        )
        yield from dict.fromkeys(told)
        yield from self._problems_of_prices()

    @property
    def prices(self) -> PriceTable:
        """What language models cost. Raises ValueError where the table cannot be read."""
        return read_prices(self.model_prices)

    def _problems_of_prices(self) -> Iterator[tuple[str, str]]:
        """A limit of money that could not be kept is refused: nobody would know that it was passed."""
        try:
            prices = self.prices
        except ValueError as error:
            yield _variable("model_prices"), str(error)
            return
        sources = [source for agent in AgentName if not any(problems_of(source := self._source(agent)))]
        labels = dict.fromkeys(model.label for source in sources if (model := served(source)) is not None)
        unknown = ", ".join(label for label in labels if prices.of(label) is None)
        if unknown:
            for limit in self.model_max.of_money:
                yield _variable("model_max", limit), f"needs a price in {_variable('model_prices')} of {unknown}"

    def _source(self, agent: AgentName) -> ModelSource:
        return self._own_source(agent).under(self.model)

    def _own_source(self, agent: AgentName) -> ModelSource:
        return {
            AgentName.COMPLIANCE: self.model_compliance,
            AgentName.CLINICAL: self.model_clinical,
            AgentName.COVERAGE: self.model_coverage,
            AgentName.SYNTHESIS: self.model_synthesis,
        }[agent]

    def _variable_of_model(self, agent: AgentName, part: str) -> str:
        """The agent's own variable where it has a model of its own or set that part; otherwise that of all agents."""
        own = self._own_source(agent)
        is_own = own.kind is not None or getattr(own, part) is not None
        return _variable(f"model_{agent.value}" if is_own else "model", part)

    def mcp_url(self, lookup: str) -> str | None:
        """The address that replaces an embedded lookup server, where one is set."""
        value = getattr(self, f"mcp_{lookup}_url")
        return str(value) if value is not None else None


Shape = TypeVar("Shape", bound=ReviewSettings)
_Place = tuple[str, ...]
"""A field, or a part of a field that has several."""


def variables_of(shape: type[ReviewSettings], named: Mapping[str, str] | None = None) -> Mapping[str, _Place]:
    """Every environment variable that is read, with its place. ``named`` are the fields that go by another name."""
    places: dict[str, _Place] = {}
    for name, field in shape.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Value):
            places |= {_variable(name, part): (name, part) for part in field.annotation.model_fields}
        else:
            places[(named or {}).get(name, _variable(name))] = (name,)
    return places


def settings_in(
    environment: Mapping[str, str], shape: type[Shape], named: Mapping[str, str] | None = None, **overrides: object
) -> Shape:
    """The settings of an environment. ``named`` are the variables of the fields that go by another name than theirs.

    Raises :class:`SettingsInvalid`, with every problem at once.
    """
    places = variables_of(shape, named)
    given = {place: environment[variable] for variable, place in places.items() if variable in environment}
    values = _nested(given) | overrides
    try:
        settings = shape.model_validate(values)
    except ValidationError as error:
        raise _invalid(_every_problem(error, given, {place: name for name, place in places.items()})) from None
    told = list(settings.problems_together())
    if told:
        raise _invalid(told)
    return settings


def _every_problem(
    error: ValidationError, given: Mapping[_Place, str], variables: Mapping[_Place, str]
) -> list[tuple[str, str]]:
    """What is wrong with single settings, and with the others of a review together."""
    wrong = [(_place(item["loc"], variables), item["msg"]) for item in error.errors(include_url=False)]
    told = [(variables.get(place, "settings"), message) for place, message in wrong]
    places, known = {place for place, _ in wrong}, {variable for variable, _ in told}
    left = {place: given[place] for place in given if place not in places and place[0] in ReviewSettings.model_fields}
    others = ReviewSettings.model_validate(_nested(left)).problems_together()
    return told + [problem for problem in others if problem[0] not in known]


def _variable(*place: str) -> str:
    return PREFIX + "_".join(part for part in place if part != _KIND).upper()


def _nested(given: Mapping[_Place, str]) -> dict[str, object]:
    fields: dict[str, object] = {}
    parts: dict[str, dict[str, str]] = {}
    for (name, *rest), value in given.items():
        if rest:
            parts.setdefault(name, {})[rest[0]] = value
        else:
            fields[name] = value
    return fields | parts


def _place(location: tuple[int | str, ...], known: Mapping[_Place, str]) -> _Place:
    """The place that an error's location lies at."""
    words = tuple(str(word) for word in location)
    return next((words[:length] for length in (2, 1) if words[:length] in known), ())


def _invalid(told: Sequence[tuple[str, str]]) -> SettingsInvalid:
    sentences = "\n  ".join(f"{variable}: {message}" for variable, message in told)
    return SettingsInvalid(f"These settings cannot be used:\n  {sentences}")
