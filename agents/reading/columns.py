"""Which header cell stands over a cell of a row."""

from agents.reading.layout import Cell, Statement


def head_of(text: str, statement: Statement, index: int) -> Cell | None:
    """The header cell over a row's cell: the one that overlaps it, else the one of its place, else the nearest."""
    cell = statement.cells[index]
    if not statement.header:
        return None
    row = text[statement.start : statement.end]
    separated = "|" in row or "\t" in row
    same = len(statement.cells) == len(statement.header)
    if separated:
        return _head_by_separators(text, statement, index)
    valued = statement.cells[1:] if _has_stub(text, statement) else statement.cells
    if len(valued) == len(statement.header):
        under = [_head_over(text, statement, other) for other in valued]
        if len(set(under)) < len(under):
            return statement.header[valued.index(cell)] if cell in valued else None
    over = _overlapping(text, statement, cell)
    return over or (statement.header[index] if same else _head_over(text, statement, cell))


def _shift(text: str, statement: Statement) -> int:
    """How far a row's columns stand behind those of its header."""
    return _line_start(text, statement.start) - _line_start(text, statement.header[0].start)


def _overlapping(text: str, statement: Statement, cell: Cell) -> Cell | None:
    left, right = (offset - _shift(text, statement) for offset in cell)
    return next((head for head in statement.header if head.start < right and left < head.end), None)


def _head_over(text: str, statement: Statement, cell: Cell) -> Cell:
    """The head that overlaps a cell, else the nearest. Two cells under one are not drawn in the header's columns."""
    left = cell.start - _shift(text, statement)
    over = _overlapping(text, statement, cell)
    return over or min(statement.header, key=lambda head: abs(head.start - left))


def _has_stub(text: str, statement: Statement) -> bool:
    """Whether a row's first cell stands left of all heads, as the name of a row does."""
    return statement.cells[0].end - _shift(text, statement) <= statement.header[0].start


def _head_by_separators(text: str, statement: Statement, index: int) -> Cell | None:
    """The header cell with as many bars or tabs before it, so that an empty cell moves no value to another column."""
    row, head = _separators(text, statement.end), _separators(text, statement.header[-1].end)
    if row[1] == head[1]:
        place = _separators(text, statement.cells[index].start)[0]
        return next((cell for cell in statement.header if _separators(text, cell.start)[0] == place), None)
    return statement.header[index] if len(statement.cells) == len(statement.header) else None


def _separators(text: str, offset: int) -> tuple[int, int]:
    """How many bars or tabs stand before an offset on its line, and how many on the line."""
    start = _line_start(text, offset)
    end = text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)].rstrip()
    return sum(text.count(sign, start, offset) for sign in "|\t"), sum(line.count(sign) for sign in "|\t")


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1
