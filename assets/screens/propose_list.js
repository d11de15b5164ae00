/* The list of one's own places, and the same as a table whose cells one changes in place. */
(function () {
  "use strict";
  const cv = window.convergence, { words } = cv.propose;
  const { el } = cv.dom;
  const $ = (id) => document.getElementById(id);
  const MOST = 300, MOST_ROWS = 200;
  let open = false, drawnFor = "";

  /** The rows that the search and the stage keep. */
  function kept(state) {
    const isOf = (one) => state.stage === "all" || one.stage === state.stage || (state.stage === "due" && one.due);
    const text = (one) => `${one.name || ""} ${one.where} ${one.id} ${(one.content.tags || []).join(" ")}`;
    return state.items.filter((one) => isOf(one) && cv.words.fits(text(one), state.query));
  }

  function paint(state) {
    const box = $("propose-list");
    if (!box || !state.form) return;
    const held = document.activeElement, typing = held && held.id === "propose-search", key = held && held.dataset ? held.dataset.item : null;
    const rows = kept(state), ready = state.items.filter((one) => one.stage === "draft" && one.ready), due = state.items.reduce((sum, one) => sum + (one.reminders || 0), 0);
    if (!typing) box.replaceChildren(head(state), el("div", { id: "propose-rows" }));
    const many = state.form.kind === "zone_site" ? ["accept", "publish_many"] : ["submit", "submit_many"];
    const lines = [];
    if (due) lines.push(el("p", { class: "propose-due" }, words(due > 1 ? "reminders_due" : "reminders_due_one", { n: due })));
    if (ready.length > 1) lines.push(el("button", { type: "button", class: "button propose-many", onclick: () => cv.propose.actMany(many[0], ready) }, words(many[1], { n: cv.format.number(ready.length) })));
    lines.push(el("p", { class: "note", role: "status" }, words(rows.length > 1 ? "count" : "count_one", { n: cv.format.number(rows.length) })));
    if (!rows.length && state.items.length) lines.push(el("p", { class: "note" }, words("nothing_found")));
    lines.push(el("ul", { class: "propose-items" }, ...rows.slice(0, MOST).map((one) => line(one, state))));
    if (rows.length > MOST) lines.push(el("p", { class: "note" }, words("table_more", { n: MOST })));
    $("propose-rows").replaceChildren(...lines);
    if (key) box.querySelector(`[data-item="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }

  function head(state) {
    const search = el("input", { id: "propose-search", type: "search", class: "text-field", placeholder: words("filter"), "aria-label": words("filter"), value: state.query, oninput: (event) => { state.query = event.target.value; paint(state); cv.proposeTable.paint(state); } });
    const counts = {};
    for (const one of state.items) counts[one.stage] = (counts[one.stage] || 0) + 1;
    const options = [["all", `${words("all_stages")} (${state.items.length})`], ...Object.entries(state.form.stages).filter(([code]) => counts[code]).map(([code, label]) => [code, `${label} (${counts[code]})`])];
    if (state.items.some((one) => one.due)) options.push(["due", words("due")]);
    if (!options.some(([code]) => code === state.stage)) state.stage = "all";
    const stages = el("select", { class: "text-field", "aria-label": words("all_stages"), onchange: (event) => { state.stage = event.target.value; paint(state); cv.proposeTable.paint(state); } }, ...options.map(([code, label]) => el("option", { value: code, selected: code === state.stage }, label)));
    return el("div", { class: "propose-list-head" }, search, stages);
  }

  function line(one, state) {
    const isOpen = state.open && state.open.id === one.id;
    const badges = [];
    if (one.unread) badges.push(el("span", { class: "propose-badge strong-badge" }, words("unread")));
    if (one.due) badges.push(el("span", { class: "propose-badge" }, words("due")));
    if (one.changed) badges.push(el("span", { class: "propose-badge" }, words("changed")));
    if (one.is_example) badges.push(el("span", { class: "badge-example" }, words("example")));
    const where = [one.area, one.where, typeof one.lon === "number" ? null : words("no_position")].filter(Boolean).join(" · ");
    const inside = [el("span", { class: "propose-item-name" }, el("i", { class: `propose-mark propose-${["refused", "withdrawn"].includes(one.stage) ? "closed" : one.stage}${state.form.kind === "zone_site" ? " square" : ""}`, "aria-hidden": "true" }), el("b", {}, one.name || words("unnamed"))), el("span", { class: "note" }, state.form.stages[one.stage]), where ? el("span", { class: "note" }, where) : null, badges.length ? el("span", { class: "propose-badges" }, ...badges) : null];
    return el("li", {}, el("button", { type: "button", class: "propose-item", "data-item": one.id, "aria-current": isOpen ? "true" : "false", onclick: () => cv.propose.open(one.id) }, ...inside));
  }

  /* The table. */
  function toggle(state) {
    open = !open;
    document.querySelector('[data-act="propose-table"]').setAttribute("aria-expanded", String(open));
    drawnFor = "";
    paintTable(state);
    cv.store.repaint();
  }

  function paintTable(state) {
    const box = $("propose-table");
    if (!box || !state.form) return;
    box.hidden = !open;
    if (!open) return;
    const rows = kept(state).slice(0, MOST_ROWS), key = `${state.form.kind}|${rows.map((one) => `${one.id}:${one.version}`).join()}`;
    if (key === drawnFor && box.childElementCount) return;
    if (box.contains(document.activeElement) && document.activeElement.matches("input")) return; // drawn again once the cell is left
    drawnFor = key;
    const declared = state.form.sections.flatMap((section) => section.fields), columns = state.form.table.map((id) => declared.find((one) => one.id === id));
    const headRow = el("tr", {}, ...columns.map((one) => el("th", { scope: "col" }, one.label, one.unit ? el("span", { class: "note" }, ` (${one.unit})`) : null)));
    const body = rows.map((item) => el("tr", {}, ...columns.map((one) => cell(one, item))));
    box.replaceChildren(el("div", { class: "table-scroll", tabIndex: 0, role: "region", "aria-label": words("table") }, el("table", { class: "plain propose-grid" }, el("caption", { class: "note" }, words("table")), el("thead", {}, headRow), el("tbody", {}, ...body))));
  }

  function cell(declared, item) {
    const label = `${declared.label}, ${item.name || item.id}`, held = item.content[declared.id], shared = { "aria-label": label, class: "propose-cell", disabled: !item.can_edit };
    const save = async (input) => {
      const given = await cv.propose.changeItem(current(item.id), { [declared.id]: input.value === "" ? null : input.value });
      const wrong = given && given.errors && given.errors[declared.id];
      input.title = wrong || "";
      wrong ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid");
      if (wrong) cv.propose.notice(wrong);
    };
    if (declared.type === "choice") {
      const made = el("select", { ...shared, onchange: () => save(made) }, el("option", { value: "" }, "–"), ...declared.choices.map(({ code, label: told }) => el("option", { value: code, selected: code === held }, told)));
      return el("td", {}, made);
    }
    const made = el("input", { ...shared, type: declared.type === "day" ? "date" : "text", value: cv.proposeFields.written(held), onchange: () => save(made) });
    made.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[event.key];
      if (!step) return;
      const row = made.closest("tr"), other = row.parentElement.children[[...row.parentElement.children].indexOf(row) + step];
      if (other) { event.preventDefault(); other.children[made.closest("td").cellIndex].firstElementChild.focus(); }
    });
    return el("td", {}, made);
  }

  const current = (id) => cv.propose.state.items.find((one) => one.id === id);

  cv.store.onMount(() => { open = false; drawnFor = ""; });
  cv.proposeList = { paint };
  cv.proposeTable = { paint: paintTable, toggle };
})();
