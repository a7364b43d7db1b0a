"""What language models cost, from a table that an operator keeps: prices differ by contract and change."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from priorauth.model_budget import ModelPrice
from priorauth.value import Value


class PriceTable(Value):
    """US dollars for a million tokens, by what a record calls the model: ``openai:NAME`` or ``foundry:DEPLOYMENT``."""

    usd_per_million_tokens: Mapping[str, ModelPrice] = Field(default_factory=dict[str, ModelPrice])

    def of(self, model: str) -> ModelPrice | None:
        """A model's price; None where the table has none."""
        return self.usd_per_million_tokens.get(model)


def read_prices(file: Path | None) -> PriceTable:
    """The table in a YAML file; an empty one without a file. Raises ValueError, in words, for a file that is none."""
    if file is None:
        return PriceTable()
    try:
        content: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
        return PriceTable.model_validate(content)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'the file'}: {one['msg']}" for one in error.errors())
        raise ValueError(f"is no price table: {told}") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ValueError(f"cannot be read: {type(error).__name__}") from None
