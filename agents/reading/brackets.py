"""Brackets as bounds: what is said inside one reaches no further than it."""


def opened_within(text: str, start: int, end: int) -> int:
    """Where the bracket that is open at ``end`` began; ``start`` where none is."""
    depth = 0
    if text.find("(", start, end) < 0:
        return start
    for offset in range(end - 1, start - 1, -1):
        depth += (text[offset] == ")") - (text[offset] == "(")
        if depth < 0:
            return offset + 1
    return start


def closed_within(text: str, start: int, end: int) -> int:
    """Where the bracket that is open at ``start`` closes; ``end`` where none is."""
    depth = 0
    if text.find(")", start, end) < 0:
        return end
    for offset in range(start, end):
        depth += (text[offset] == "(") - (text[offset] == ")")
        if depth < 0:
            return offset
    return end
