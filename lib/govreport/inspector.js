"use strict";
// The page of a report: choose a fact, search and filter the list, take it away. Text of the report only ever becomes text.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const facts = data.facts.map(flat);
  const byId = new Map(facts.map((fact) => [fact.fact, fact]));
  const annotation = new Map(data.facts.map((one) => [idOf(one), one]));
  const [card, found] = ["card", "found"].map((id) => document.getElementById(id));
  const narrow = matchMedia("(max-width: 999px)");
  const FILTERS = { Indicator: "english", Status: "modality", Period: "period", Unit: "unit" };
  const FIELDS = {
    Subject: "subject", Value: "value", Range: "range", Parts: "values", Unit: "unit", Measure: "measure", Direction: "direction",
    Bound: "bound", Period: "period", Status: "modality", Indicator: "english", "World Bank code": "code", Target: "target",
    Hedge: "hedge", Binding: "constraint", Topic: "topic", Section: "section", Rule: "rule",
  };
  const COLUMNS = [
    "fact", "start", "end", "text", "prefix", "suffix", "value", "low", "high", "values", "unit", "subject", "measure",
    "direction", "bound", "period", "modality", "indicator", "english", "code", "target", "hedge", "constraint",
    "relations", "topic_code", "topic", "section", "sentence_id", "rule",
  ];

  function idOf(one) {
    return one.id.split("#fact=")[1];
  }

  function flat(one) {
    const [quote, place] = one.target.selector;
    const said = { ...one.body, fact: idOf(one), text: quote.exact, prefix: quote.prefix, suffix: quote.suffix };
    return { ...said, start: place.start, end: place.end };
  }

  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  // A fact that is chosen

  function choose(id) {
    const fact = byId.get(id);
    document.querySelectorAll("mark.chosen, tr.chosen").forEach((one) => one.classList.remove("chosen"));
    card.hidden = !fact;
    if (!fact) return;
    show(fact);
    fold(false);
    document.getElementById(`row=${id}`).classList.add("chosen");
    const mark = document.getElementById(`fact=${id}`);
    mark.classList.add("chosen");
    mark.scrollIntoView({ block: narrow.matches ? "start" : "center" });
    found.scrollTop = 0;
  }

  function show(fact) {
    const place = facts.indexOf(fact);
    const list = make("dl");
    for (const [name, field] of Object.entries(FIELDS)) {
      const value = field === "range" ? range(fact) : fact[field];
      if (value !== undefined) list.append(make("dt", {}, name), make("dd", {}, written(value)));
    }
    for (const check of data.audit.filter((one) => one.facts.includes(fact.fact))) {
      list.append(make("dt", {}, `Audit: ${check.relation}`), relation(check, fact));
    }
    const step = (words, to) => make("button", {
      className: "plain", type: "button", disabled: !facts[to], onclick: () => go(facts[to].fact, words),
    }, words);
    const closing = make("button", { className: "plain", type: "button", onclick: close }, "Close");
    const link = make("a", { href: `#fact=${fact.fact}` }, "Link to this fact");
    card.replaceChildren(
      make("header", {}, make("h2", { lang: "zh" }, fact.text), closing), list,
      make("div", { className: "buttons" }, step("Previous", place - 1), step("Next", place + 1), link),
    );
  }

  function range(fact) {
    return fact.low === undefined ? undefined : `${written(fact.low)} to ${written(fact.high)}`;
  }

  function written(value) {
    if (Array.isArray(value)) return value.map(written).join(" : ");
    return typeof value === "number" ? value.toLocaleString("en", { maximumFractionDigits: 10 }) : String(value);
  }

  function relation(check, fact) {
    const line = make("dd", {}, make("code", {}, check.formula), " ");
    check.facts.forEach((id, at) => {
      const words = check.texts[at];
      line.append(at ? ", " : "", id === fact.fact ? make("b", { lang: "zh" }, words) : make("a", { href: `#fact=${id}`, lang: "zh" }, words));
    });
    const doubted = check.verdict === "inconsistent";
    line.append(": ", make("span", { className: doubted ? "doubted" : "" }, check.verdict), ` (the others make ${check.computed})`);
    return line;
  }

  function go(id, focusOn) {
    location.hash = `fact=${id}`;
    arrive();
    const button = [...card.querySelectorAll("button")].find((one) => one.textContent === focusOn && !one.disabled);
    if (button) button.focus();
  }

  function close() {
    const mark = document.querySelector("mark.chosen a");
    history.replaceState(null, "", location.pathname + location.search);
    choose(null);
    fold(narrow.matches);
    if (mark) mark.focus({ preventScroll: true });
  }

  function arrive() {
    const [kind, id] = location.hash.slice(1).split("=");
    if (kind === "fact") choose(id);
  }

  // Search and filters

  const search = make("input", { type: "search", placeholder: "words, indicator, section", autocomplete: "off" });
  const selects = Object.entries(FILTERS).map(([name, field]) => {
    const values = [...new Set(facts.map((fact) => fact[field]).filter((value) => value))].sort();
    const select = make("select", {}, new Option("all", ""), ...values.map((value) => new Option(value, value)));
    select.dataset.field = field;
    return make("label", {}, name, select);
  });
  const count = make("p");
  count.setAttribute("role", "status");
  let shown = facts;

  function filter() {
    const words = search.value.trim().toLowerCase();
    const chosen = selects.map((label) => label.lastChild).filter((select) => select.value);
    shown = facts.filter((fact) =>
      chosen.every((select) => fact[select.dataset.field] === select.value) &&
      (!words || ["text", "subject", "indicator", "english", "section", "topic", "hedge"].some((field) =>
        String(fact[field] ?? "").toLowerCase().includes(words))));
    const kept = new Set(shown.map((fact) => fact.fact));
    for (const fact of facts) document.getElementById(`row=${fact.fact}`).hidden = !kept.has(fact.fact);
    count.textContent = `${shown.length} of ${facts.length} facts`;
  }

  // Taking the facts away

  function cell(value) {
    let text = Array.isArray(value) ? value.join("; ") : String(value ?? "");
    if (typeof value !== "number" && /^[=+\-@\t\r\n＝＋－＠]/.test(text)) text = `'${text}`; // a spreadsheet would run it
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  function csv() {
    const lines = shown.map((fact) => COLUMNS.map((name) => cell(fact[name])).join(","));
    return `\ufeff${[COLUMNS.join(","), ...lines].join("\n")}\n`;
  }

  function json() {
    return shown.map((fact) => `${JSON.stringify(annotation.get(fact.fact))}\n`).join("");
  }

  function download(name, type, text) {
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function takeAway() {
    const as = (words, ending, type, make_) => make("button", {
      className: "plain", type: "button", onclick: () => download(`${data.name}.facts.${ending}`, type, make_()),
    }, words);
    return make("div", { className: "buttons" }, "Save as",
      as("CSV", "csv", "text/csv", csv), as("JSON", "jsonl", "application/jsonl", json));
  }

  // Tabs, the fold of a narrow window, the outline, topics

  const lists = [...document.querySelectorAll(".list")];
  const tabs = lists.map((list) => {
    const tab = make("button", { type: "button", id: `tab-${list.id}`, onclick: () => turnTo(list) }, list.dataset.name);
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", list.id);
    list.setAttribute("role", "tabpanel");
    list.setAttribute("aria-labelledby", tab.id);
    list.tabIndex = 0;
    return tab;
  });

  function open(list) {
    lists.forEach((one, at) => {
      one.hidden = one !== list;
      tabs[at].setAttribute("aria-selected", String(one === list));
      tabs[at].tabIndex = one === list ? 0 : -1;
    });
  }

  function turnTo(list) {
    if (narrow.matches) card.hidden = true; // there is room for one of them
    open(list);
  }

  function turn(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (tabs.indexOf(event.target) + step + tabs.length) % tabs.length;
    turnTo(lists[next]);
    tabs[next].focus();
  }

  const folder = make("button", { className: "fold", type: "button", onclick: () => fold(!found.classList.contains("folded")) });

  function fold(folded) {
    found.classList.toggle("folded", folded && narrow.matches);
    folder.textContent = found.classList.contains("folded") ? "Facts, targets, audit, themes ▴" : "Fold ▾";
    folder.setAttribute("aria-expanded", String(!found.classList.contains("folded")));
  }

  function fit() {
    document.querySelector(".outline").open = !narrow.matches;
    fold(narrow.matches && card.hidden);
  }

  function topic(event) {
    const link = event.target.closest("[data-of]");
    if (!link) return;
    event.preventDefault();
    const said = [...document.querySelectorAll(`[data-topic="${link.dataset.of}"]`)];
    const again = link.getAttribute("aria-current") ? said.findIndex((one) => one.dataset.here) + 1 : 0;
    document.querySelectorAll("[data-topic]").forEach((one) => {
      one.classList.toggle("of-topic", said.includes(one));
      delete one.dataset.here;
    });
    document.querySelectorAll("[data-of]").forEach((one) => one.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    const next = said[again % said.length];
    next.dataset.here = "yes";
    next.scrollIntoView({ block: narrow.matches ? "start" : "center" });
  }

  // The page as it opens

  const bar = make("div");
  bar.setAttribute("role", "tablist");
  bar.setAttribute("aria-label", "What was found");
  bar.append(...tabs);
  bar.addEventListener("keydown", turn);
  found.prepend(folder, card, bar);
  if (facts.length) {
    const field = make("label", { className: "wide" }, "Search the facts", search);
    lists[0].prepend(make("div", { className: "tools" }, field, ...selects, count, takeAway()));
    for (const element of [search, ...selects]) element.addEventListener("input", filter);
    filter();
  }
  open(lists[0]);
  fit();
  narrow.addEventListener("change", fit);
  document.getElementById("text").addEventListener("click", (event) => {
    const link = event.target.closest("mark a");
    if (!link) return;
    event.preventDefault();
    go(link.closest("mark").id.slice("fact=".length));
  });
  document.getElementById("themes").addEventListener("click", topic);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !card.hidden) close();
  });
  addEventListener("hashchange", arrive);
  arrive();
})();
