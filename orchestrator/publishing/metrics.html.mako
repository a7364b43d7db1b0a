<%def name="definition(one)">
% if one.numerator:
  <span class="what">${one.numerator[0].upper() + one.numerator[1:]}</span>
  <span class="what"><b>of</b> ${one.denominator}.</span>
% elif one.denominator:
  <span class="what"><b>Of</b> ${one.denominator}.</span>
% endif
% if one.note:
  <span class="what soft">${one.note}</span>
% endif
</%def>
<%def name="figure(one)">
<tr>
  <td class="element">${"" if one.definition.element is None else one.definition.element}</td>
  <th scope="row">${one.definition.title}${definition(one.definition)}</th>
% if one.percent is None:
  <td class="number none">no requests</td>
% else:
  <td class="number"><b>${f"{one.percent:.2f}%"}</b>
% if "few" in one.said:
    <span class="what soft">of few requests</span>
% endif
  </td>
% endif
  <td class="number">${f"{one.numerator:,}"} of ${f"{one.denominator:,}"}
% if one.partial:
    <span class="what soft">${f"{one.partial:,}"} of them approved in part</span>
% endif
  </td>
</tr>
</%def>
<!doctype html>
<html lang="en-US">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Prior authorization metrics, ${metrics.year}</title>
<style>
:root { --paper: #fbfbf9; --card: #fff; --ink: #1c2421; --soft: #55605b; --line: #dfe3df; --head: #eef2ef; --mark: #8a4b00; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #121614; --card: #1a201d; --ink: #e6ebe8; --soft: #a4b0aa; --line: #303834; --head: #232b27; --mark: #f0b35e; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 8px; }
h2 { font-size: 22px; margin: 48px 0 4px; }
p, li { max-width: 74ch; }
p { margin: 0 0 10px; }
a { color: inherit; }
.soft { color: var(--soft); }
.mark { color: var(--mark); font-weight: 600; }
nav ul { margin: 0; padding-left: 20px; }
.scroll { overflow-x: auto; }
.scroll + p { margin-top: 8px; font-size: 14px; }
.days { white-space: nowrap; }
table { width: 100%; border-collapse: collapse; margin: 18px 0 0; background: var(--card); border: 1px solid var(--line); font-size: 15px; }
caption { text-align: left; font-weight: 600; padding: 0 0 6px; }
th, td { text-align: left; vertical-align: top; padding: 9px 12px; border-top: 1px solid var(--line); }
thead th { background: var(--head); font-size: 13px; border-top: 0; }
tbody th { font-weight: 600; }
.element { width: 4.5em; color: var(--soft); }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
thead .number { white-space: normal; }
.number .what { white-space: normal; }
.none { color: var(--soft); }
.what { display: block; font-weight: 400; font-size: 13.5px; line-height: 1.4; }
.number .what { font-size: 13px; }
@media print {
  :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #333; --line: #999; --head: #eee; --mark: #000; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  table { font-size: 9.5pt; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  h2 { break-after: avoid; margin-top: 24pt; }
  caption { break-after: avoid; }
}
</style>
</head>
<body>
<main>
<h1>Prior authorization metrics, ${metrics.year}</h1>
<p>Requests for items and services, drugs excluded, that were first decided in ${metrics.year} (days in ${metrics.time_zone.replace("_", " ")}). The
elements and their order are those of the CMS Interoperability and Prior Authorization Final Rule (CMS-0057-F, 89 FR 8758).</p>
<p class="soft">Computed on ${metrics.as_of.strftime("%Y-%m-%d at %H:%M")} UTC.</p>
% if not metrics.complete:
<p class="mark">The year ${metrics.year} is not over. These figures will change; they are not those to be published.</p>
% endif
% if len(covered) > 1:
<nav aria-label="Lines of business"><ul>
% for line in covered:
<li><a href="#${line.line_of_business}">${line.name}</a></li>
% endfor
% if others:
<li><a href="#others">Not covered by the rule</a></li>
% endif
<li><a href="#limits">Limits of these figures</a></li>
</ul></nav>
% endif

% for line in covered:
<section aria-labelledby="${line.line_of_business}">
<h2 id="${line.line_of_business}">${line.name}</h2>
<p class="soft">Owed under ${line.coverage.citation}, by ${line.coverage.reported_by}. ${line.coverage.note or ""}</p>
<div class="scroll"><table>
<caption>${line.name}: element 1, ${services.title.lower()}</caption>
<thead><tr><th scope="col">Item or service</th><th scope="col">Asked for by</th><th scope="col">Since</th></tr></thead>
<tbody>
% for one in line.services:
<tr><th scope="row">${one.service}
% if one.condition:
<span class="what">${one.condition}</span>
% endif
</th>
<td>${one.title}</td><td><span class="days">${one.since}</span>
% if one.until:
to <span class="days">${one.until}</span>
% endif
</td></tr>
% endfor
% if not line.services:
<tr><td colspan="3">No program in the rule book asks these members for authorization. The plan's own list has to be published beside these figures.</td></tr>
% endif
</tbody></table></div>
<p class="soft">${services.note}</p>

<div class="scroll"><table>
<caption>${line.name}: decisions</caption>
<thead><tr><th scope="col">Element</th><th scope="col">What is measured</th><th scope="col" class="number">Percent</th><th scope="col" class="number">Requests</th></tr></thead>
<tbody>
% for one in line.proportions:
${figure(one)}
% endfor
</tbody></table></div>

<div class="scroll"><table>
<caption>${line.name}: time to decision</caption>
<thead><tr><th scope="col">Element</th><th scope="col">What is measured</th><th scope="col" class="number">Average</th><th scope="col" class="number">Median</th><th scope="col" class="number">Requests</th></tr></thead>
<tbody>
% for one in line.times:
<tr><td class="element">${one.definition.element}</td><th scope="row">${one.definition.title}${definition(one.definition)}</th>
% if one.average is None:
<td class="number none">no requests</td><td class="number none">no requests</td>
% else:
<td class="number"><b>${one.average.said}</b></td><td class="number"><b>${one.median.said}</b></td>
% endif
<td class="number">${f"{one.requests:,}"}</td></tr>
% endfor
</tbody></table></div>

<div class="scroll"><table>
<caption>${line.name}: the counts behind the figures, from which any other reading can be computed</caption>
<thead><tr><th scope="col">Requests</th>
% for counts in line.counts:
<th scope="col" class="number">${counts.priority.value.capitalize()}</th>
% endfor
</tr></thead>
<tbody>
% for name, said in counted.items():
<tr><th scope="row">${said}</th>
% for counts in line.counts:
<td class="number">${f"{getattr(counts, name):,}"}</td>
% endfor
</tr>
% endfor
</tbody></table></div>

<div class="scroll"><table>
<caption>${line.name}: in none of the figures above, of either priority</caption>
<thead><tr><th scope="col">Requests</th><th scope="col" class="number">Count</th></tr></thead>
<tbody>
% for one in line.apart:
<tr><th scope="row">${one.definition}</th><td class="number">${f"{one.count:,}"}</td></tr>
% endfor
</tbody></table></div>
</section>
% endfor

% if others:
<section aria-labelledby="others">
<h2 id="others">Not covered by the rule</h2>
<p class="soft">No figures are made of these requests.</p>
<div class="scroll"><table>
<caption>Requests decided in ${metrics.year} that the rule does not ask metrics of</caption>
<thead><tr><th scope="col">Line of business</th><th scope="col">Why</th><th scope="col" class="number">Decided requests</th></tr></thead>
<tbody>
% for line in others:
<tr><th scope="row">${line.name}</th><td>${line.coverage.note}</td><td class="number">${f"{line.decided:,}"}</td></tr>
% endfor
</tbody></table></div>
</section>
% endif

<section aria-labelledby="limits">
<h2 id="limits">Limits of these figures</h2>
<ul>
% for limit in metrics.limits:
<li>${limit}</li>
% endfor
</ul>
</section>
</main>
</body>
</html>
