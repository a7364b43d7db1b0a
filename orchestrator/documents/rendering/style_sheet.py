"""The style sheet of the HTML documents, for the screen and for paper. Colour only repeats what words say.

It is one constant, so that a server can name its hash in a content security policy; no element has a style of its own.
"""

import base64
import hashlib

_STEP = 5


def share_of(width: float, whole: float) -> int:
    """The share of a column in percent, to the step for which the style sheet has a class."""
    return max(_STEP, _STEP * round(100 * width / whole / _STEP))


_RULES = """\
:root { color-scheme: light; --ink: #1f2933; --soft: #52606d; --rule: #cbd2d9; --head: #17365d; }
body { margin: 0; color: var(--ink); background: #fff; font: 1rem/1.55 "DejaVu Sans", Verdana, Arial, sans-serif;
  overflow-wrap: anywhere; }
main, footer { max-width: 52rem; margin: 0 auto; padding: 1.5rem; }
h1, h2, h3, h4, h5 { color: var(--head); line-height: 1.25; margin: 1.6em 0 .5em; }
h1 { font-size: 1.7rem; margin-top: 0; padding-bottom: .4em; border-bottom: 2px solid var(--head); }
h2 { font-size: 1.3rem; } h3 { font-size: 1.1rem; } h4, h5 { font-size: 1rem; }
p, ul, ol, dl { margin: .5em 0; } li { margin: .25em 0; }
table { width: 100%; border-collapse: collapse; margin: 1em 0; font-size: .9rem; }
caption { text-align: left; font-weight: bold; padding: .3em 0; }
th, td { text-align: left; vertical-align: top; padding: .4em .5em; border-bottom: 1px solid var(--rule); }
thead th { background: #eef2f7; border-bottom: 2px solid var(--head); }
dl div { display: flex; flex-wrap: wrap; gap: .2rem 1rem; padding: .15em 0; }
dt { flex: 0 0 13rem; color: var(--soft); } dd { flex: 1 1 18rem; margin: 0; }
.box { border-left: .3rem solid var(--soft); background: #f5f7fa; padding: .6em .9em; }
.good { color: #14532d; } .bad { color: #8f1d1d; } .open { color: #7a4100; } .note { color: #274c77; }
.box.good { border-color: #14532d; } .box.bad { border-color: #8f1d1d; } .box.open { border-color: #7a4100; }
.box.note { border-color: #274c77; }
footer { color: var(--soft); font-size: .85rem; border-top: 1px solid var(--rule); }
.page-break { border-top: 1px solid var(--rule); margin: 2em 0; }
@page { size: letter; margin: 0.85in; }
@media print {
  body { font-size: 10pt; } main, footer { max-width: none; padding: 0; }
  thead { display: table-header-group; } tr { break-inside: avoid; }
  h1, h2, h3, h4, h5, caption { break-after: avoid; }
  .page-break { break-before: page; border: 0; margin: 0; }
}
"""
STYLE = "\n" + _RULES + "".join(f".share-{share} {{ width: {share}%; }}\n" for share in range(_STEP, 101, _STEP))
"""What stands between the tags of the style element."""
STYLE_SOURCE = f"'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
"""The style sheet as a source of a content security policy."""
