/* Screen « Modérer »: what is decided, with its reason; how to undo it; two versions when somebody else was faster. */
(function () {
  "use strict";
  const cv = window.convergence, desk = cv.moderate, { words, button, put } = desk, { el } = cv.dom;
  const KEYS = { accept: "A", ask: "C", refuse: "R" };
  const TAB_OF = { accept: "accepted", ask: "to_complete", refuse: "refused", reopen: "submitted" };

  function pane(state) {
    const { detail } = state, may = new Set(detail.acts.map((act) => act.id));
    const decide = ["accept", "ask", "refuse"].filter((act) => may.has(act)).map((act) => {
      const primary = act === "accept", open = state.reason === act;
      return button(words(act), () => start(act), {
        class: primary ? "button primary" : "button", "data-key": `act-${act}`, title: words("key", { label: words(act), key: KEYS[act] }), "aria-keyshortcuts": KEYS[act],
        "aria-expanded": primary ? null : String(open), disabled: Boolean(state.busy),
      });
    });
    const undo = may.has("reopen") && el("div", { class: "mod-reopen" },
      button(words("reopen"), () => decideTo("reopen"), { "data-key": "act-reopen", disabled: Boolean(state.busy) }),
      el("p", { class: "mod-note" }, words(detail.stage === "accepted" ? "reopen_accepted" : "reopen_note")));
    return el("section", { class: "mod-decision", "aria-label": words("decision") },
      el("h3", {}, words("decision")), el("p", { class: `mod-stage mod-stage-${detail.stage}` }, detail.stage_label),
      notice(state), state.conflict ? conflict(state) : null,
      decide.length ? el("div", { class: "mod-acts" }, decide) : null,
      state.reason ? form(state) : null, undo || null,
      decide.length || undo ? null : el("p", { class: "mod-note" }, words("no_act")),
      after(state));
  }

  /** What was just done, with the way back. */
  function notice(state) {
    if (!state.notice || state.notice.id !== state.detail.id) return null;
    const back = state.notice.undo && state.detail.acts.some((act) => act.id === "reopen");
    return el("div", { class: `mod-notice${state.notice.wrong ? " mod-wrong" : ""}` }, el("span", {}, state.notice.text),
      back ? button(words("undo"), () => decideTo("reopen"), { "data-key": "undo" }) : null);
  }

  /** After a decision, the way to the next one. */
  function after(state) {
    if (!state.notice || !state.notice.done || state.notice.id !== state.detail.id) return null;
    const next = desk.listed().find((row) => row.id !== state.detail.id);
    return next ? button(words("next"), () => { desk.choose(next.id); requestAnimationFrame(() => desk.focusOn("title")); }, { "data-key": "next", class: "button primary" })
      : el("p", { class: "mod-note", "data-key": "next", tabindex: "-1" }, words("all_done"));
  }

  /** Begin a decision: at once when it needs no reason, else ask for it. */
  function start(act) {
    const state = desk.state();
    if (!state.detail || state.busy || !state.detail.acts.some((one) => one.id === act)) return;
    if (act === "accept") return decideTo("accept");
    put({ reason: state.reason === act ? null : act });
    desk.focusOn(state.reason ? "reason" : `act-${act}`);
  }

  function form(state) {
    const act = state.reason, id = state.detail.id;
    const field = el("textarea", { id: "mod-reason", class: "text-field", rows: 4, maxlength: 1000, "data-key": "reason", "data-of": id });
    const ready = (state.detail.ready[act] || []).map((sentence) => el("li", {}, el("button", { type: "button", class: "mod-ready", onclick: () => add(field, sentence) }, sentence)));
    const send = () => (field.value.trim() ? decideTo(act, field.value.trim()) : (put({ notice: { id, text: words("reason_needed"), wrong: true } }), desk.announce(words("reason_needed")), desk.focusOn("reason")));
    const close = () => { put({ reason: null }); desk.focusOn(`act-${act}`); };
    return el("div", { class: "mod-form", onkeydown: (event) => {
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(); } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); send(); }
    } }, el("label", { for: "mod-reason" }, words(`reason_${act}`)), field,
    ready.length ? el("p", { class: "mod-note" }, words("ready")) : null, el("ul", {}, ready),
    el("div", { class: "mod-acts" }, button(words(`send_${act}`), send, { class: "button primary", "data-key": "send-reason", disabled: Boolean(state.busy) }), button(words("cancel"), close)));
  }

  function add(field, sentence) {
    if (!field.value.includes(sentence)) field.value = field.value.trim() ? `${field.value.trim()} ${sentence}` : sentence;
    field.focus();
  }

  async function decideTo(act, reason = "") {
    const state = desk.state(), { detail } = state;
    if (state.busy) return;
    state.busy = true;
    const answer = await cv.ask(`/moderation/${detail.id}/act`, { version: detail.version, act, reason });
    state.busy = false;
    if (desk.state() !== state) return;
    if (answer.status === 409 && answer.given.current) return told(detail, answer.given);
    if (!answer.ok) { put({ notice: { id: detail.id, text: desk.why(answer), wrong: true } }); desk.announce(desk.why(answer)); desk.focusOn(`act-${act}`); return; }
    const text = words(`did_${act}`, { name: detail.name });
    desk.take({ ...detail, ...answer.given }, { reason: null, conflict: null, notice: { id: detail.id, text, undo: act !== "reopen", done: act !== "reopen" } });
    desk.announce(text);
    desk.focusOn(act === "reopen" ? "act-accept" : "next");
  }

  /** Somebody else was faster: both versions, nothing written. */
  function told(seen, given) {
    put({ conflict: { seen, now: given.current }, notice: null });
    desk.announce(words("conflict", { name: seen.name }));
    desk.focusOn("latest");
  }

  function conflict(state) {
    const { seen, now } = state.conflict, rows = differences(seen, now);
    const line = (row) => el("tr", {}, el("th", { scope: "row" }, row.label), cell(row.seen), cell(row.now));
    return el("div", { class: "mod-conflict" }, el("p", {}, words("conflict", { name: seen.name })),
      rows.length ? el("table", { class: "mod-table" }, el("thead", {}, el("tr", {}, ["field", "conflict_seen", "conflict_now"].map((key) => el("th", { scope: "col" }, words(key))))), el("tbody", {}, rows.map(line)))
        : el("p", { class: "mod-note" }, words("conflict_same")),
      button(words("see_latest"), () => { desk.take(now, { conflict: null, reason: null, notice: null }); desk.focusOn("title"); }, { "data-key": "latest", class: "button primary" }));
  }

  function differences(seen, now) {
    const flat = (detail) => new Map(detail.facts.flatMap((block) => block.rows).map((row) => [row.key, row]));
    const before = flat(seen), after = flat(now), found = [];
    for (const [key, row] of after) {
      const was = (before.get(key) || {}).value ?? null;
      if (was !== row.value) found.push({ label: row.label, seen: was, now: row.value });
    }
    if (seen.stage !== now.stage) found.unshift({ label: words("stage"), seen: seen.stage_label, now: now.stage_label });
    return found;
  }

  const cell = (value) => el("td", {}, value === null || value === undefined ? el("span", { class: "unknown" }, words("unknown")) : value);

  cv.moderateDecision = { pane, start, cell, TAB_OF };
})();
