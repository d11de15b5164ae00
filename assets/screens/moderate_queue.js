/* Screen « Modérer »: the queue — tabs, search, filters, rows to open and to tick, forty accepted by one press. */
(function () {
  "use strict";
  const cv = window.convergence, desk = cv.moderate, { words, button, put } = desk, { el } = cv.dom;
  const AT_ONCE = 10, MORE = 100;

  function pane(state) {
    const parts = state.rows === null
      ? [state.trouble ? el("div", { class: "mod-trouble", role: "alert" }, el("p", {}, state.trouble), button(words("again"), desk.load)) : el("p", { class: "mod-note", role: "status" }, words("loading"))]
      : [tabs(state), filters(state), rows(state), foot()];
    return el("section", { class: "mod-queue", "aria-label": words("queue") }, ...parts);
  }

  const rows = (state) => el("div", { class: "mod-rows" }, bar(state), outcome(state), list(state));

  function tabs(state) {
    const one = (tab) => {
      const n = state.rows.filter((row) => tab.stages.includes(row.stage)).length;
      const attributes = { type: "button", class: "mod-tab", "data-key": `tab-${tab.id}`, "aria-pressed": String(state.tab === tab.id) };
      return el("button", { ...attributes, onclick: () => put({ tab: tab.id, ticked: new Set(), shown: MORE }) }, tab.label, " ", el("b", {}, cv.format.number(n)));
    };
    return el("div", { class: "mod-tabs", role: "group", "aria-label": words("stages") }, state.tabs.map(one));
  }

  function filters(state) {
    const search = el("input", { type: "search", class: "text-field mod-search", "data-key": "search", placeholder: words("search"), "aria-label": words("search"), autocomplete: "off" });
    search.value = state.search;
    search.oninput = () => { // the field itself is not drawn again: letters may be in the making
      Object.assign(state, { search: search.value, shown: MORE });
      desk.root().querySelector(".mod-rows").replaceWith(rows(state));
    };
    const names = [...new Set(state.rows.map((row) => row.organisation))].sort((a, b) => a.localeCompare(b));
    return el("div", { class: "mod-filters" }, search,
      select("organisation", words("organisation"), [["", words("every_organisation")], ...names.map((name) => [name, name])], state.organisation),
      select("kind", words("kind"), [["", words("every_kind")], ["premises", words("premises")], ["zone_site", words("zone_site")]], state.kind),
      select("order", words("order"), [["oldest", words("oldest")], ["newest", words("newest")]], state.order));
  }

  function select(key, label, options, value) {
    const made = el("select", { class: "text-field", "data-key": key, "aria-label": label, onchange: () => put({ [key]: made.value, shown: MORE }) },
      options.map(([code, text]) => el("option", { value: code }, text)));
    made.value = value;
    return made;
  }

  /** What is ticked and still in the list. */
  const chosen = (state) => desk.listed().filter((row) => state.ticked.has(row.id));

  function bar(state) {
    const rows = desk.listed();
    if (state.tab !== "submitted" || !rows.length) return null;
    const n = chosen(state).length;
    const all = el("input", { type: "checkbox", "data-key": "tick-all", onchange: () => put({ ticked: all.checked ? new Set(rows.map((row) => row.id)) : new Set() }) });
    all.checked = n === rows.length;
    all.indeterminate = n > 0 && n < rows.length;
    const label = n === 0 ? words("accept_none") : words("accept_ticked", { n: cv.format.number(n) });
    return el("div", { class: "mod-bulk" }, el("label", {}, all, words("tick_all", { n: cv.format.number(rows.length) })),
      button(label, () => many(chosen(state), "accept"), { class: "button primary", "data-key": "accept-ticked", disabled: n === 0 || Boolean(state.running) }));
  }

  function outcome(state) {
    if (!state.running && !state.outcome) return null;
    const parts = state.running ? [el("p", {}, state.running.text), el("progress", { max: state.running.total, value: state.running.n, "aria-label": state.running.text })] : result(state.outcome);
    return el("div", { class: "mod-outcome", "data-key": "outcome", tabindex: "-1" }, ...parts);
  }

  function result({ text, undo, left }) {
    const parts = [el("p", {}, el("b", {}, text))];
    if (left.length) parts.push(el("p", {}, words("not_done", { n: cv.format.number(left.length) })), el("ul", {}, left.map((one) => el("li", {}, link(one), ` ${one.sentence}`))));
    const acts = [];
    if (undo.length) acts.push(button(words("undo_many"), () => many(undo, "reopen"), { "data-key": "undo-many" }), button(words("see_decided"), () => put({ tab: "accepted" }), { "data-key": "see-decided" }));
    acts.push(button(words("close"), () => { put({ outcome: null }); desk.focusOn(`tab-${desk.state().tab}`); }, { "data-key": "close-outcome" }));
    return [...parts, el("div", { class: "mod-acts" }, acts)];
  }

  const link = (one) => el("button", { type: "button", class: "mod-link", onclick: () => desk.choose(one.id) }, one.name);

  /** Do the same to many, a few at a time, so that one sees how far it is; what could not be done is said with its reason. */
  async function many(rows, act) {
    const done = [], left = [], going = act === "accept" ? "accepting" : "undoing";
    for (let at = 0; at < rows.length; at += AT_ONCE) {
      const text = words(going, { n: cv.format.number(at), total: cv.format.number(rows.length) });
      put({ outcome: null, running: { n: at, total: rows.length, text } });
      desk.announce(text);
      const part = rows.slice(at, at + AT_ONCE);
      const answer = await cv.ask("/moderation/act_many", { act, items: part.map(({ id, version }) => ({ id, version })) });
      const outcomes = answer.ok ? answer.given.outcomes : part.map(({ id }) => ({ id, sentence: desk.why(answer) }));
      for (const one of outcomes) (one.sentence ? left : done).push({ ...part.find((row) => row.id === one.id), ...one });
    }
    const changed = new Map(done.map((row) => [row.id, row]));
    const state = desk.state(), next = state.rows.map((row) => (changed.has(row.id) ? { ...row, ...changed.get(row.id) } : row));
    const text = act === "reopen" ? words("undone_many", { n: cv.format.number(done.length) })
      : words(done.length ? "accepted_many" : "accepted_zero", { n: cv.format.number(done.length) });
    put({ rows: next, running: null, ticked: new Set(left.map((one) => one.id)), outcome: { text, left, undo: act === "accept" ? done : [] } });
    desk.announce(text);
    desk.focusOn("outcome");
    cv.inbox.count();
    if (left.length) desk.load();
    if (state.open && changed.has(state.open)) desk.read(state.open);
  }

  function list(state) {
    const rows = desk.listed();
    if (!rows.length) return nothing(state);
    const shown = rows.slice(0, state.shown), rest = rows.length - shown.length;
    return el("div", { class: "mod-list", "data-scroll": "list" }, el("ul", {}, shown.map((row) => item(state, row))),
      rest > 0 ? button(words("more", { n: cv.format.number(rest) }), () => put({ shown: state.shown + MORE }), { "data-key": "more" }) : null);
  }

  function nothing(state) {
    const filtered = state.search || state.organisation || state.kind;
    return el("div", { class: "mod-list" }, el("p", { class: "mod-note" }, words(filtered ? "none_found" : `none_${state.tab}`)),
      filtered ? button(words("clear_filters"), () => { put({ search: "", organisation: "", kind: "" }); desk.focusOn("search"); }, { "data-key": "clear-filters" }) : null);
  }

  function item(state, row) {
    const is = state.open === row.id, tick = state.tab === "submitted";
    const box = tick && el("input", { type: "checkbox", "data-key": `tick-${row.id}`, "aria-label": words("tick", { name: row.name }), onchange: () => { box.checked ? state.ticked.add(row.id) : state.ticked.delete(row.id); desk.draw(); } });
    if (tick) box.checked = state.ticked.has(row.id);
    return el("li", { class: "mod-item", "data-current": is }, box,
      el("button", { type: "button", class: "mod-open", "data-key": `open-${row.id}`, "aria-current": is ? "true" : null, onclick: () => desk.choose(row.id) },
        el("span", { class: "mod-name" }, sign(row.kind), row.name),
        el("span", { class: "mod-where" }, `${row.organisation} · ${row.area} · ${words("submitted_ago", { ago: desk.ago(row.since) })}`),
        badges(row)));
  }

  const sign = (kind) => el("span", { class: `mod-sign mod-${kind}`, title: words(kind) }, el("span", { class: "visually-hidden" }, `${words(kind)} : `));

  function badges(row, long = false) {
    const found = [row.is_double && ["is_double", "mod-warn"], row.is_change && [long ? "is_change_long" : "is_change", "mod-info"], row.is_example && ["example", "mod-example"]].filter(Boolean);
    const made = found.map(([key, look]) => el("span", { class: `mod-badge ${look}` }, words(key)));
    if (row.told < 100) made.push(el("span", { class: "mod-badge" }, words("incomplete", { n: row.told })));
    return made.length ? el("span", { class: "mod-badges" }, made) : null;
  }

  function foot() {
    const box = el("input", { type: "checkbox", "data-key": "shortcuts", onchange: () => { remember(box.checked); } });
    box.checked = on();
    return el("label", { class: "mod-shortcuts" }, box, words("shortcuts"));
  }

  /** Letters act only where the person wants them to. */
  const STORED = "convergence-moderate-shortcuts";
  const on = () => { try { return localStorage.getItem(STORED) !== "off"; } catch { return true; } };
  const remember = (wanted) => { try { localStorage.setItem(STORED, wanted ? "on" : "off"); } catch { /* kept for this page only by the browser's own will */ } };

  document.addEventListener("keydown", (event) => {
    if (!desk.root() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target, typing = at.closest && at.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing) return;
    const inList = at.closest && at.closest(".mod-list");
    const by = { j: 1, k: -1 }[on() ? event.key.toLowerCase() : ""] || (inList ? { ArrowDown: 1, ArrowUp: -1 }[event.key] : 0);
    if (by) { event.preventDefault(); desk.step(by); return; }
    const act = on() && { a: "accept", c: "ask", r: "refuse" }[event.key.toLowerCase()];
    if (act && desk.state().detail && !event.shiftKey) { event.preventDefault(); cv.moderateDecision.start(act); }
  });

  cv.moderateQueue = { pane, badges, sign };
})();
