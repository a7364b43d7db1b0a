<%def name="forest(plot, title)">
<svg viewBox="0 0 ${width} ${plot.height}" role="img" aria-label="${title}">
  <title>${title}</title>
% for tick in plot.ticks:
  <line class="grid" x1="${tick.at}" x2="${tick.at}" y1="${plot.top}" y2="${plot.bottom}"/>
  <text class="tick" x="${tick.at}" y="${plot.bottom + 18}" text-anchor="middle">${tick.label}</text>
% endfor
% for row in plot.rows:
  <text class="label" x="220" y="${row.y + 4}" text-anchor="end">${row.label}</text>
% if row.target is not None:
  <line class="target" x1="${row.target}" x2="${row.target}" y1="${row.y - 19}" y2="${row.y + 19}"><title>target</title></line>
% endif
% for one in row.intervals:
  <g class="${one.half}">
    <title>${one.half}: ${one.told}</title>
    <line class="interval" x1="${one.low}" x2="${one.high}" y1="${one.y}" y2="${one.y}"/>
    <circle class="point" cx="${one.at}" cy="${one.y}" r="5"/>
    <text class="value" x="582" y="${one.y + 4}">${one.told}</text>
  </g>
% endfor
% endfor
</svg>
</%def>
<%def name="legend(with_target)">
<p class="legend" aria-hidden="true">
  <svg class="key" viewBox="0 0 26 12"><g class="reported"><line class="interval" x1="1" x2="25" y1="6" y2="6"/><circle class="point" cx="13" cy="6" r="5"/></g></svg> reported half
  <svg class="key" viewBox="0 0 26 12"><g class="tuned"><line class="interval" x1="1" x2="25" y1="6" y2="6"/><circle class="point" cx="13" cy="6" r="5"/></g></svg> tuned half
% if with_target:
  <svg class="key" viewBox="0 0 26 12"><line class="target" x1="13" x2="13" y1="0" y2="12"/></svg> target
% endif
</p>
</%def>
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Exam of the review, ${page.made_on}</title>
<style>
:root {
  --paper: #fbfbf9; --card: #ffffff; --ink: #1c2421; --soft: #5b6661; --line: #dfe3df;
  --reported: #00695c; --tuned: #8a6d1f; --harm: #b3261e; --harm-soft: #fbeceb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #121614; --card: #1a201d; --ink: #e6ebe8; --soft: #9da9a3; --line: #303834;
    --reported: #5cc8b5; --tuned: #d6b656; --harm: #ff8a80; --harm-soft: #3a1f1d;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1000px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 8px; letter-spacing: -0.01em; }
h2 { font-size: 20px; margin: 48px 0 4px; }
h3 { font-size: 16px; margin: 4px 0 6px; }
p { margin: 0 0 12px; max-width: 72ch; }
.lead, .note { color: var(--soft); }
.note { font-size: 14px; }
.tiles + .note, .pair + .note { margin-top: 10px; }
code { font: 13px/1.4 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 12px; margin: 12px 0 8px; }
.tile { display: flex; flex-direction: column; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px 18px; }
.tile b { display: block; font-size: 30px; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; }
.tile span { display: block; color: var(--soft); font-size: 14px; }
.tile.harmful { border-color: var(--harm); background: var(--harm-soft); }
.tile.harmful b { color: var(--harm); }
figure { margin: 12px 0 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px; }
figure svg:not(.key) { display: block; width: 100%; height: auto; }
svg text { font: 13px system-ui, "Segoe UI", Roboto, sans-serif; fill: var(--ink); font-variant-numeric: tabular-nums; }
svg .tick { fill: var(--soft); font-size: 12px; }
svg .grid { stroke: var(--line); }
svg .interval { stroke-width: 2; }
svg .target { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 3 3; }
svg .reported .interval, svg .reported .point { stroke: var(--reported); }
svg .reported .point { fill: var(--reported); }
svg .tuned .interval, svg .tuned .point { stroke: var(--tuned); }
svg .tuned .point { fill: var(--card); stroke-width: 2; }
svg .bar { fill: var(--reported); opacity: 0.8; }
svg .mark { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 3 3; }
.legend { color: var(--soft); font-size: 14px; margin: 0 0 8px; }
.key { width: 26px; height: 12px; margin-left: 14px; vertical-align: -1px; }
.key:first-child { margin-left: 0; }
table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: 7px 10px 7px 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
td.number, th.number { text-align: right; white-space: nowrap; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 8px 16px; margin-top: 12px; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(420px, 1fr)); gap: 16px; }
.matrix { table-layout: fixed; border-collapse: separate; border-spacing: 4px; }
.matrix th, .matrix td { border: 0; padding: 6px; font-weight: 400; }
.matrix thead th, .matrix tbody th { color: var(--soft); font-size: 13px; }
.matrix td { text-align: center; font-size: 20px; border-radius: 6px; padding: 12px 4px;
  background: color-mix(in srgb, var(--tuned) calc(var(--share) * 45%), var(--card)); box-shadow: inset 0 0 0 1px var(--line); }
.matrix td.right { background: color-mix(in srgb, var(--reported) calc(var(--share) * 45%), var(--card)); }
.matrix td.harmful { background: var(--harm-soft); color: var(--harm); box-shadow: inset 0 0 0 2px var(--harm); font-weight: 600; }
.matrix td small { display: block; font-size: 12px; color: var(--soft); font-weight: 400; }
.false { border: 1px solid var(--harm); border-radius: 8px; padding: 12px 18px; margin-top: 12px; background: var(--card); }
details { margin-top: 12px; }
summary { cursor: pointer; font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; font-size: 14px; margin: 12px 0 0; }
dt { color: var(--soft); }
dd { margin: 0; }
@media (max-width: 520px) { .pair { grid-template-columns: 1fr; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 8px; } }
@media print {
  :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --reported: #00695c; --tuned: #8a6d1f; --harm: #b3261e; --harm-soft: #fbeceb; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 12px; } main { max-width: none; padding: 0; }
  figure, .tile, .false, tr { break-inside: avoid; } h2 { break-after: avoid; } .scroll { overflow: visible; }
}
</style>
</head>
<body>
<main>
<h1>How well labelled cases are read</h1>
<p class="lead">${page.cases} cases, reviewed one after another as the service reviews them. They come in pairs: one can be
approved, its twin differs in one clinical fact and cannot. The recommendation is a draft for a clinician; it is never a
denial. Made on ${page.made_on}.</p>

% for view in page.halves:
<h2>The ${view.half.value} half: ${view.score.cases} cases</h2>
<div class="tiles">
  <div class="tile${' harmful' if view.score.falsely_approved else ''}"><span>False approvals</span><b>${view.score.false_approvals.part} of ${view.score.false_approvals.whole}</b><span>the target is none</span></div>
  <div class="tile"><span>Approvable and approved</span><b>${view.approved.part} of ${view.approved.whole}</b><span>${told(view.approved).split(" (")[0]}; the target is 90 %</span></div>
  <div class="tile"><span>Criteria told as labelled</span><b>${view.score.criteria_agreement.part} of ${view.score.criteria_agreement.whole}</b><span>${told(view.score.criteria_agreement).split(" (")[0]}</span></div>
  <div class="tile"><span>Quotes found in the record</span><b>${view.score.quote_precision.part} of ${view.score.quote_precision.whole}</b><span>the target is all</span></div>
</div>
% endfor
<p class="note">A fixed hash puts both cases of a pair into one half. The rules that read the record are mended on the misses
of the tuned half. The misses of the reported half are not listed for that, apart from false approvals, so its figures
are the ones to rely on. No threshold and no policy is tuned: they are the sources' own.</p>

<h2>False approvals</h2>
% if not page.falsely_approved:
<p>None: no case that must not be approved was approved, in either half.</p>
% endif
% for one in page.falsely_approved:
<div class="false">
  <h3>${one.case} (${one.half.value} half)</h3>
  <p>It differs from ${one.twin}: ${one.differs}.${f" The trap: {one.trap}." if one.trap else ""}</p>
  <table>
    <thead><tr><th>Criterion</th><th>What it asks</th><th>Label</th><th>Answer</th></tr></thead>
    <tbody>
% for asked in one.criteria:
    <tr><td>${asked.name}</td><td>${asked.text}</td><td>${asked.right.value}</td><td>${asked.said.value if asked.said else "not asked"}</td></tr>
% endfor
    </tbody>
  </table>
% if not one.criteria:
  <p class="note">Every labelled criterion is MET; the label asks for a PEND for another reason.</p>
% endif
</div>
% endfor

<h2>Shares and what is sure of them</h2>
<p class="note">A line is the 95 % Wilson interval: with so few cases, this much may be chance.</p>
<figure>${legend(True)}${forest(page.shares, "Shares with their 95 % Wilson intervals, by half")}</figure>

<h2>What was answered in place of what</h2>
<div class="pair">
% for view in page.halves:
<figure>
  <table class="matrix">
    <caption class="legend">${view.half.value} half; rows are labels, columns are answers</caption>
    <thead><tr><td style="--share: 0; box-shadow: none"></td>
% for name in classes:
    <th scope="col">${name}</th>
% endfor
    </tr></thead>
    <tbody>
% for right, cells in view.confusion:
    <tr><th scope="row">${right}</th>
% for cell in cells:
    <td class="${'right' if cell.right else ''}${'harmful' if cell.harmful else ''}" style="--share: ${f'{cell.share:.3f}'}">${cell.count}<small>${f"{cell.share:.0%}".replace("%", " %")}</small></td>
% endfor
    </tr>
% endfor
    </tbody>
  </table>
</figure>
% endfor
</div>
<p class="note">Shaded by the share of its row. A framed cell in the first column is a false approval.</p>

<h2>How well a status is told</h2>
<p class="note">Precision: of the criteria answered so, how many are labelled so. Recall: of those labelled so, how many were answered so.</p>
<figure>${legend(False)}${forest(page.statuses, "Precision and recall of each status, by half")}</figure>

% for view in page.halves:
<details${" open" if loop.first else ""}>
<summary>Each criterion of the ${view.half.value} half (${len(view.criteria)})</summary>
<div class="scroll"><table>
<thead><tr><th>Criterion</th><th class="number">Agrees</th><th class="number">MET: precision</th><th class="number">MET: recall</th></tr></thead>
<tbody>
% for one in view.criteria:
<tr><td>${one.name}<br><span class="note">${one.text}</span></td><td class="number">${one.agreement.part} of ${one.agreement.whole}</td><td class="number">${told(one.precision)}</td><td class="number">${told(one.recall)}</td></tr>
% endfor
</tbody></table></div>
</details>
% endfor

<h2>Time of a review</h2>
<p class="note">Wall time of all cases in one process, from the accepted case to the recommendation, on a logarithmic axis. The height is the number of cases.</p>
<figure>
<svg viewBox="0 0 ${width} 246" role="img" aria-label="Distribution of the review times">
  <title>Distribution of the review times</title>
% for level in page.times.levels:
  <line class="grid" x1="${page.times.left}" x2="${page.times.right}" y1="${level.at}" y2="${level.at}"/>
  <text class="tick" x="36" y="${level.at + 4}" text-anchor="end">${level.label}</text>
% endfor
% for bar in page.times.bars:
  <rect class="bar" x="${bar.x}" y="${bar.y}" width="${bar.width}" height="${bar.height}"><title>${bar.told}</title></rect>
% endfor
% for tick in page.times.ticks:
  <text class="tick" x="${tick.at}" y="${page.times.base + 20}" text-anchor="middle">${tick.label}</text>
% endfor
% for mark in page.times.marks:
  <line class="mark" x1="${mark.at}" x2="${mark.at}" y1="16" y2="${page.times.base}"/>
  <text x="${mark.at - 5 if loop.first else mark.at + 5}" y="28" text-anchor="${'end' if loop.first else 'start'}">${mark.label}</text>
% endfor
</svg>
</figure>

% if page.checks is not None:
<h2>When a record is changed</h2>
<p class="note">The first checks change what must not matter: the answer has to stay. The last two take away what an approval
needs: it has to become a PEND.</p>
<div class="scroll"><table>
<thead><tr><th>Change</th><th class="number">Cases</th><th class="number">Changes</th><th class="number">Wrong outcome</th><th>Cases whose answer is not as it must be</th></tr></thead>
<tbody>
% for one in page.checks:
<tr><td>${one.name}${f" ({one.notes})" if one.notes else ""}</td><td class="number">${one.cases}</td><td class="number">${one.changes}</td><td class="number">${len(one.wrong_outcomes)}</td><td>${", ".join(dict.fromkeys(broken.case for broken in one.broken)) or "none"}</td></tr>
% endfor
</tbody></table></div>
% endif

<h2>What was measured</h2>
<dl>
% if page.versions:
  <dt>Rule book</dt><dd><code>${page.versions.rule_book}</code></dd>
  <dt>Rule files</dt><dd>${len(page.versions.files)}</dd>
  <dt>Model</dt><dd>${page.versions.model}</dd>
  <dt>Code</dt><dd>${page.versions.code}</dd>
% endif
  <dt>Labels</dt><dd>our own; recommendation, route and the status of each criterion, for ${page.cases} cases</dd>
</dl>
</main>
</body>
</html>
