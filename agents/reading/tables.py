"""Tables of phrases as they stand in the modules: phrases between bars, over as many lines as they need."""


def phrases(table: str) -> list[str]:
    """The phrases of a table."""
    return [phrase.strip() for line in table.split("\n") for phrase in line.split("|") if phrase.strip()]
