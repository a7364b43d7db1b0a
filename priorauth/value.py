"""The base of every domain type: immutable, closed to unknown fields, compared by value."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable record that refuses fields it does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )
