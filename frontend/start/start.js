const EVENTS = [
  "case.received", "review.started", "preflight.completed", "agent.started", "lookup.called",
  "agent.completed", "agent.failed", "document.added", "recommendation.ready",
];
const find = (id) => document.getElementById(id);
let watching = null;

function element(name, content, attributes = {}) {
  const one = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  one.append(...[content].flat().filter((part) => part !== null && part !== undefined));
  return one;
}

const status = (word) => element("span", word, { class: `status ${word}` });
const list = (items) => element("ul", items.map((item) => element("li", item)));

async function read(address, options) {
  const response = await fetch(address, options);
  const body = await response.json();
  if (!response.ok) throw Object.assign(new Error(body.detail ?? response.statusText), { problem: body });
  return body;
}

function showProblem(error) {
  const problems = error.problem?.problems ?? [];
  find("problems").replaceChildren(
    element("p", error.message),
    list(problems.map((one) => `${one.path || "The body"}: ${one.message}`)),
  );
}

async function fillExamples() {
  const examples = await read("/api/examples");
  for (const [name, address] of Object.entries(examples)) {
    find("example").append(element("option", name, { value: address }));
  }
}

async function takeExample() {
  const address = find("example").value;
  if (address) find("body").value = JSON.stringify(await read(address), null, 2);
}

/* Browsers give randomUUID to this machine and to https only. */
function newKey() {
  return crypto.randomUUID?.() ?? `${Date.now()}-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
}

async function submit(event) {
  event.preventDefault();
  find("problems").replaceChildren();
  try {
    const accepted = await read("/api/cases", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": newKey() },
      body: find("body").value,
    });
    open(accepted.case_id);
  } catch (error) {
    showProblem(error);
  }
}

function open(caseId) {
  find("case").hidden = false;
  find("case-id").textContent = caseId;
  find("events").replaceChildren();
  find("result").replaceChildren();
  find("progress").textContent = "Stored. The review runs whether or not this page stays open.";
  find("case-title").focus();
  watch(caseId);
}

function watch(caseId) {
  watching?.close();
  const source = watching = new EventSource(`/api/cases/${encodeURIComponent(caseId)}/events`);
  for (const type of EVENTS) source.addEventListener(type, (event) => told(caseId, source, JSON.parse(event.data)));
}

function told(caseId, source, event) {
  const about = [event.agent, event.lookup && `${event.lookup}.${event.tool}: ${event.outcome}`, event.reason];
  const line = [event.type, ...about.filter(Boolean)].join(" · ");
  find("events").append(element("li", `${new Date(event.at).toLocaleTimeString()} ${line}`));
  if (event.type === "agent.started") find("progress").textContent = `The ${event.agent} agent works.`;
  if (event.type === "recommendation.ready") {
    source.close();
    show(caseId);
    fillQueue();
  }
}

async function show(caseId) {
  const found = await read(`/api/cases/${encodeURIComponent(caseId)}`);
  const revision = found.revision;
  if (!revision) return;
  const recommendation = revision.recommendation;
  find("progress").textContent = "The recommendation is ready for clinical review.";
  find("result").replaceChildren(
    element("p", [status(recommendation.outcome), recommendation.route ? ` (${recommendation.route})` : ""],
      { class: "outcome" }),
    element("p", revision.summary),
    element("p", `Confidence ${recommendation.confidence.value.toFixed(2)} (${recommendation.confidence.level}): how ` +
      "strong the evidence is, no probability of being right."),
    ...assumptions(revision),
    element("h3", "Gates"),
    element("ul", recommendation.gates.map(gate)),
    ...lines(revision.coverage),
    ...gaps(recommendation.gaps),
    element("p", [element("strong", recommendation.disclaimer)]),
    element("p", [`Revision ${revision.number}, `, element("code", revision.digest), " · ",
      element("a", "Everything that happened", { href: found.links.audit })]),
  );
}

function assumptions(revision) {
  return revision.assumptions.length ? [element("h3", "Assumed"), list(revision.assumptions)] : [];
}

function gate(one) {
  const reasons = [...one.reasons, ...one.warnings];
  return element("li", [`${one.gate}: `, status(one.outcome), reasons.length ? list(reasons) : null]);
}

function lines(coverage) {
  if (!coverage.lines) return [element("p", coverage.reason ?? "Coverage was not evaluated.")];
  return coverage.lines.flatMap((line) => [
    element("h3", `Line ${line.line}: ${line.code || "no code"}`),
    line.obstacle ? element("p", line.obstacle.reason) : null,
    element("ul", [...line.criteria, ...line.universal].map((item) => criterion(item.result, item.required)),
      { class: "criteria" }),
  ]).filter(Boolean);
}

function criterion(result, required = true) {
  return element("li", [
    ...statement(result, required ? "" : " (not required)"),
    result.send && result.status !== "MET" ? element("p", `To send: ${result.send}`) : null,
    result.children.length ? element("details", [element("summary", "How this was found"), parts(result)]) : null,
  ]);
}

function parts(result) {
  return element("ul", result.children.map((child) =>
    element("li", [...statement(child), child.children.length ? parts(child) : null])), { class: "criteria" });
}

function statement(result, note = "") {
  const quotes = result.evidence.filter((one) => one.type === "quote").flatMap((one) => one.spans);
  return [
    status(result.status), result.title ? element("strong", ` ${result.title}.`) : null, ` ${result.text.replace(/\.$/, "")}${note}. ${result.reason}`,
    ...quotes.map((span) => element("blockquote", `${span.quote} (${span.document_id})`)),
  ];
}

function gaps(found) {
  if (!found.length) return [];
  return [element("h3", "What is missing"), list(found.map((gap) =>
    `${gap.what}: ${gap.request}${gap.critical ? "" : " (not critical)"}`))];
}

async function fillQueue(cursor) {
  const page = await read(`/api/cases?limit=25${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
  const rows = page.items.map(queueRow);
  if (cursor) find("queue").append(...rows);
  else find("queue").replaceChildren(...rows);
  find("queue-empty").hidden = find("queue").children.length > 0;
  find("more").hidden = page.next_cursor === null;
  find("more").onclick = () => fillQueue(page.next_cursor);
}

function queueRow(item) {
  const button = element("button", item.case_id, { type: "button" });
  button.addEventListener("click", () => open(item.case_id));
  const recommendation = item.recommendation ? [status(item.recommendation), item.route ? ` ${item.route}` : ""] : "";
  const due = element("time", new Date(item.due_at).toLocaleString(), { datetime: item.due_at });
  return element("tr", [[button], item.service_label, item.status.replace("_", " "), item.priority, [due], recommendation]
    .map((cell) => element("td", cell)));
}

find("submit").addEventListener("submit", submit);
find("example").addEventListener("change", takeExample);
fillExamples();
fillQueue();
