const byTag = new Map();

function element(name, text, attributes = {}) {
  const one = document.createElement(name);
  if (text !== undefined) one.textContent = text;
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  return one;
}

function describe(method, path, operation) {
  const details = element("details");
  const summary = element("summary");
  summary.append(element("code", `${method.toUpperCase()} ${path}`), " ", operation.description?.split(". ")[0] ?? "");
  details.append(summary, element("p", operation.description ?? ""));
  const list = element("dl");
  for (const parameter of operation.parameters ?? []) {
    list.append(element("dt", `${parameter.name} (${parameter.in}${parameter.required ? ", required" : ""})`));
    list.append(element("dd", parameter.description ?? parameter.schema?.description ?? ""));
  }
  const body = operation.requestBody?.content?.["application/json"]?.schema?.$ref;
  if (body) list.append(element("dt", "Body"), element("dd", body.split("/").pop()));
  for (const [status, answer] of Object.entries(operation.responses)) {
    list.append(element("dt", status), element("dd", answer.description));
  }
  details.append(list);
  return details;
}

async function start() {
  const description = await (await fetch("/openapi.json")).json();
  for (const [path, operations] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags?.[0] ?? "other";
      if (!byTag.has(tag)) byTag.set(tag, []);
      byTag.get(tag).push(describe(method, path, operation));
    }
  }
  const sections = [...byTag].map(([tag, calls]) => {
    const section = element("section");
    section.append(element("h2", tag), ...calls);
    return section;
  });
  document.getElementById("calls").replaceChildren(...sections);
}

start();
