"""The base of every domain type: immutable, closed to unknown fields, compared by value."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable record that refuses fields it does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )


def is_empty(value: object) -> bool:
    """Whether a field holds nothing. Fields that came later are left out of the JSON where they do, so that what was
    stored before keeps its digest.
    """
    return not value
