// A pane of escaped HTML: what is clicked in it goes to Python as its data-value; Python marks, fills and saves by message.
function render({ model, el }) {
  let found = {};
  const kept = new Map();

  const valued = (node) => node?.closest?.("[data-value]");
  const control = (node) => (node?.matches("button") ? node : node?.querySelector("button"));

  function name() {
    const [role, label] = [model.get("role"), model.get("label")];
    el.setAttribute("role", role);
    el.classList.add("gr-pane", `gr-${model.get("kind")}`);
    if (label) el.setAttribute("aria-label", label);
    if (model.get("scrolls")) el.tabIndex = 0;
  }

  function draw() {
    const focused = el.contains(document.activeElement) && valued(document.activeElement)?.dataset.value;
    const key = el.firstElementChild?.dataset.key;
    const top = el.scrollTop;
    kept.clear();
    el.innerHTML = model.get("html");
    const same = key !== undefined && key === el.firstElementChild?.dataset.key;
    el.scrollTop = same ? top : 0;
    found = same ? found : {};
    mark(found);
    for (const node of el.querySelectorAll("[data-value]")) {
      if (node.dataset.value === focused) control(node)?.focus();
    }
  }

  // Units as Python renders them again, with what was found marked; the units before are put back.
  function mark(units) {
    for (const [node, html] of kept) node.innerHTML = html;
    kept.clear();
    for (const [unit, html] of Object.entries(units)) {
      const node = el.querySelector(`[data-unit="${unit}"]`);
      if (!node) continue;
      kept.set(node, node.innerHTML);
      node.innerHTML = html;
    }
    found = units;
  }

  function scroll() {
    const first = el.querySelector(".gr-found");
    if (!first) return;
    const offset = first.getBoundingClientRect().top - el.getBoundingClientRect().top;
    el.scrollTop += offset - el.clientHeight / 3;
    first.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function choose(node) {
    for (const other of el.querySelectorAll("tr[aria-current]")) other.removeAttribute("aria-current");
    if (node.matches("tr")) node.setAttribute("aria-current", "true");
    model.send({ value: node.dataset.value });
  }

  function save({ file, type }, [content]) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = file;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  // Arrows go from one button to the next of its list or column; a whole list is one more way than Tab.
  function step(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || !valued(event.target)) return;
    const all = [...el.querySelectorAll("li button, tbody button")];
    const next = all[all.indexOf(event.target) + by];
    if (next) {
      next.focus();
      event.preventDefault();
    }
  }

  // Without its content where that is more than a message to the kernel may hold (10 MiB).
  async function upload({ target }) {
    const [file] = target.files ?? [];
    if (!file) return;
    const content = file.size < 9e6 ? [await file.arrayBuffer()] : [];
    model.send({ name: file.name }, undefined, content);
    target.value = "";
  }

  el.addEventListener("change", upload);
  el.addEventListener("click", ({ target }) => valued(target) && choose(valued(target)));
  el.addEventListener("keydown", step);
  model.on("change:html", draw);
  model.on("change:label", name);
  model.on("msg:custom", (message, buffers) => {
    if (message.found) mark(message.found), scroll();
    if (message.file) save(message, buffers);
  });
  name();
  draw();
  if (model.get("kind") === "text") model.send({ shown: true });
}

export default { render };
