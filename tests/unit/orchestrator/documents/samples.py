"""Documents with what is hard to show: hostile words, other scripts, long words, long tables."""

from orchestrator.documents.blocks import (
    Block,
    Document,
    Fields,
    Heading,
    Item,
    Listing,
    PageBreak,
    Run,
    Table,
    Tone,
    as_runs,
    listing,
    paragraph,
    plain,
)

HOSTILE = (
    "# Approved <b>now</b> [x](javascript:alert(1)) | *y* `z` &lt; <script>alert(1)</script> https://evil.example "
    "www.evil.example a@evil.example \u202eDEVORPPA \x00 <!-- ~~gone~~ _it_ \\"
)
VIETNAMESE, CYRILLIC, ARABIC = "Nguyễn Thị Ánh Tuyết", "Иванова Ольга", "المريض يحتاج إلى الأكسجين"
STATUS = Run(text="NOT MET", bold=True, tone=Tone.BAD)


def document(*blocks: Block, **changes: str) -> Document:
    about = {"title": "A title", "subject": "A subject", "reference": "PA-1"} | changes
    return Document(blocks=blocks, **about)


def everything() -> Document:
    """One of each block."""
    return document(
        Heading(level=1, text="1. First"),
        paragraph("Plain, ", Run(text="bold", bold=True), ", ", Run(text="slanted", italic=True), ", ", STATUS, "."),
        paragraph("Read this.", tone=Tone.NOTE),
        Heading(level=2, text="Below"),
        Fields(pairs=(("Member", plain(VIETNAMESE)), ("Physician", plain(CYRILLIC)), ("Empty", ()))),
        listing([Item(runs=plain("outer"), items=(Item(runs=as_runs(("inner",))),)), "last"]),
        listing(["one", "two"], ordered=True),
        Heading(level=4, text="Not a bookmark"),
        table(3),
        PageBreak(),
        Heading(level=3, text="Deep"),
        paragraph(Run(text="the rule", link="https://cms.example/rule?a=1&b=2")),
        Listing(items=()),
        Fields(pairs=()),
    )


def table(rows: int) -> Table:
    """A table of so many rows."""
    return Table(
        caption="What was asked",
        header=("Criterion", "Status"),
        widths=(3, 1),
        rows=tuple((plain(f"Criterion {number}"), (STATUS,)) for number in range(rows)),
    )
