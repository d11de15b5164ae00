/* « Proposer » and « Identifier »: what is written is kept as it is written; this file holds the state and speaks with the server. */
(function () {
  "use strict";
  const cv = window.convergence, { ask } = cv;
  const PAUSE_MS = 600, RETRY_MS = 3000, LISTS = ["tags", "history", "reminders"];
  const $ = (id) => document.getElementById(id);
  const root = () => $("propose-root");
  const state = { form: null, items: [], open: null, errors: {}, near: null, feedback: null, query: "", stage: "all", undo: [], conflict: null };
  let pending = {}, timer = 0, sending = null, answers = 0, feedbackTimer = 0, visit = 0;

  const words = (key, values = {}) => cv.format.fill(state.form ? state.form.texts : {}, key, values);

  function notice(text, undo) {
    const box = $("propose-notice");
    if (!box) return;
    box.replaceChildren(text || "");
    if (undo) box.append(" ", cv.proposeForm.button(undo.label, "mini", undo.act));
  }

  const failed = (given) => notice(words("failed", { why: given.error || "" }));

  /** The screen was opened: read the form, the list, and the place that the address names. */
  async function start() {
    const mine = ++visit;
    const [form, list] = await Promise.all([ask("/proposals/form.json"), ask("/proposals.json")]);
    if (mine !== visit || !root()) return;
    if (!form.ok || !list.ok) return $("propose-form").replaceChildren(Object.assign(document.createElement("p"), { className: "note", textContent: form.given.error || list.given.error || "" }));
    state.form = form.given;
    state.items = list.given.items;
    cv.pinmap.onOpen((id) => open(id));
    paint();
    if (list.given.quota) notice(list.given.quota);
    const named = new URLSearchParams(location.search).get(cv.store.context().config.keys.proposal);
    if (named) await open(named);
    if (mine !== visit) return;
    recover();
    document.documentElement.dataset.propose = "ready";
  }

  function paint() {
    if (!root() || !state.form) return;
    cv.proposeList.paint(state);
    cv.proposeForm.paint(state);
    cv.proposeTable.paint(state);
    pins();
    $("propose-undo").disabled = !state.undo.length;
  }

  function pins() {
    cv.pinmap.show(state.items);
    const held = state.open;
    cv.pinmap.open(held && { id: held.id, lon: value("lon"), lat: value("lat"), footprint: value("footprint"), editable: held.can_edit, label: value("name") || "", moved: (lon, lat) => change({ lon, lat }) });
  }

  /** What a field holds now: what was typed and is not sent yet, else what is kept. */
  function value(key) {
    if (key in pending) return pending[key];
    return state.open ? state.open.content[key] : undefined;
  }

  async function open(id) {
    if (!(await settle())) return;
    clearSession();
    state.open = null;
    const { ok, given } = await ask(`/proposals/${encodeURIComponent(id)}.json`);
    if (!root()) return;
    if (!ok) { failed(given); paint(); return; }
    state.open = given;
    state.near = given.near;
    const item = state.items.find((one) => one.id === id);
    if (item?.unread) {
      item.unread = false;
      ask(`/proposals/${encodeURIComponent(id)}/seen`, {}); // looking changes nothing: this does, and may fail
    }
    address(id);
    cv.proposeForm.lead();
    paint();
    showTab("place");
    setTimeout(() => cv.pinmap.reveal(given.content.lon, given.content.lat), 60); // once the map has the size that the tab leaves it
    assess(0);
  }

  /** Begin a place; it is kept once something is told of it. */
  async function begin(content = {}) {
    if (!(await settle())) return;
    clearSession();
    state.open = { id: null, version: 0, stage: "draft", stage_label: state.form.stages.draft, content: {}, acts: [], can_edit: true, lacking: [], changes: [], messages: [], timeline: [], near: null };
    address(null);
    cv.proposeForm.lead();
    paint();
    showTab("place");
    if (Object.keys(content).length) change(content);
  }

  async function close() {
    if (!(await settle())) return;
    clearSession();
    state.open = null;
    address(null);
    paint();
    document.querySelector('[data-act="propose-new"]').focus();
  }

  function clearSession() {
    state.errors = {};
    state.near = null;
    state.feedback = null;
    state.undo = [];
    state.conflict = null;
    notice("");
  }

  function address(id) {
    cv.store.dispatch({ type: "param", key: cv.store.context().config.keys.proposal, value: id || "" }, { merge: "proposal" });
  }

  const showTab = (name) => matchMedia("(max-width: 767px)").matches && cv.panel.setTab(name);

  /** Something was written: kept here at once, sent when the hand rests. */
  function change(values, options = {}) {
    if (!state.open || !state.open.can_edit) return;
    if (!options.undoing) {
      const before = Object.fromEntries(Object.keys(values).map((key) => [key, value(key) ?? null]));
      const last = state.undo[state.undo.length - 1];
      const same = last && options.typing && last.typing === options.typing;
      if (!same) state.undo.push({ before, typing: options.typing || null });
    }
    Object.assign(pending, values);
    for (const key of Object.keys(values)) delete state.errors[key];
    if (state.open.stage === "accepted") state.open.changed = true;
    keepLocally();
    if (!options.typing) { pins(); cv.proposeForm.refresh(state); }
    $("propose-undo").disabled = !state.undo.length;
    clearTimeout(timer);
    timer = setTimeout(flush, options.typing ? PAUSE_MS : 0);
  }

  function undo() {
    const step = state.undo.pop();
    if (!step) return;
    change(step.before, { undoing: true });
    cv.proposeForm.paint(state);
    notice(words("undone"));
  }

  /** Send what is pending; one request at a time, in order. Return whether everything is kept. */
  function flush() {
    clearTimeout(timer);
    if (sending) return sending.then(flush);
    if (!state.open || !Object.keys(pending).length || state.conflict) return Promise.resolve(!state.conflict);
    const held = state.open, sent = pending;
    pending = {};
    notice(words("saving"));
    sending = send(held, sent).finally(() => { sending = null; });
    return sending.then((done) => (done && Object.keys(pending).length ? flush() : done));
  }

  /** Photographs came or went: the place counts one version more, and what may be done to it may have changed. */
  function attached(held, version) {
    held.version = Math.max(held.version, version);
    clearTimeout(attaching);
    attaching = setTimeout(async () => {
      const { ok, given } = await ask(`/proposals/${encodeURIComponent(held.id)}.json`);
      if (!ok || state.open !== held || sending || given.version < held.version) return;
      const { version: latest, content, acts, changes, changed, lacking, timeline } = given;
      Object.assign(held, { version: latest, content, acts, changes, changed, lacking, timeline });
      cv.proposeForm.refresh(state);
    }, PAUSE_MS);
  }
  let attaching = 0;

  /** Whether somebody else's writing only brought photographs, or took some away: what is typed meanwhile contradicts nothing. */
  function isAttachedAlone(held, theirs) {
    const told = ({ stage, content }) => JSON.stringify([stage, Object.entries({ ...content, photos: null }).sort()]);
    return Boolean(theirs) && theirs.version > held.version && told(held) === told(theirs);
  }

  function packed(sent) {
    const lists = Object.fromEntries(LISTS.filter((key) => key in sent).map((key) => [key, sent[key] || []]));
    return { fields: Object.fromEntries(Object.entries(sent).filter(([key]) => !LISTS.includes(key))), ...lists };
  }

  async function send(held, sent) {
    const answer = await ask(held.id ? `/proposals/${held.id}` : "/proposals", held.id ? { version: held.version, ...packed(sent) } : packed(sent));
    if (answer.ok) { adopt(held, sent, answer.given); return true; }
    if (answer.status === 0 || answer.status >= 500) {
      pending = { ...sent, ...pending };
      notice(answer.given.error || words("offline"));
      timer = setTimeout(flush, RETRY_MS);
      return false;
    }
    if (answer.status === 409 && isAttachedAlone(held, answer.given.current)) {
      Object.assign(held, { version: answer.given.current.version, content: answer.given.current.content });
      return send(held, sent);
    }
    if (answer.status === 409) return differs(held, { ...sent, ...pending }, answer.given.current);
    failed(answer.given);
    return false;
  }

  /** Somebody wrote first: where both wrote the same there is nothing to choose. */
  function differs(held, mine, theirs) {
    pending = {};
    forgetLocally(held.id);
    if (Object.entries(mine).every(([key, typed]) => String(typed ?? "") === String(cv.proposeFields.written(theirs.content[key])))) Object.assign(held, theirs);
    else state.conflict = { mine, theirs };
    paint();
    return !state.conflict;
  }

  /** The server kept it: its version, its reading of the values, what it refused and why. */
  function adopt(held, sent, given) {
    const isNew = !held.id;
    Object.assign(held, given, { version: Math.max(held.version, given.version) });
    for (const key of Object.keys(sent)) delete state.errors[key];
    if (state.open === held) { Object.assign(state.errors, given.errors); state.near = given.near; }
    const at = state.items.findIndex((one) => one.id === given.id);
    const line = { ...given, acts: given.acts.map(({ act }) => act) };
    at < 0 ? state.items.unshift(line) : (state.items[at] = { ...state.items[at], ...line });
    forgetLocally(isNew ? null : held.id);
    keepLocally();
    if (isNew && state.open === held) address(held.id);
    const time = new Date().toLocaleTimeString(cv.format.language(), { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    notice(Object.keys(given.errors).length ? "" : words("saved", { time }));
    document.documentElement.dataset.saved = `${given.id}:${given.version}:${++answers}`;
    if (state.open === held) {
      cv.proposeList.paint(state);
      cv.proposeForm.refresh(state);
      pins();
      assess(PAUSE_MS);
    }
  }

  /** Before leaving a place, what was written of it is sent. */
  async function settle() {
    if (!Object.keys(pending).length && !sending) return true;
    return flush();
  }

  /** What could not be sent yet survives a closed tab. */
  const STORE = "convergence-unsent";
  const kept = () => { try { return JSON.parse(localStorage.getItem(STORE) || "{}"); } catch { return {}; } };
  function write(all) { try { Object.keys(all).length ? localStorage.setItem(STORE, JSON.stringify(all)) : localStorage.removeItem(STORE); } catch { /* a full or forbidden storage: the page itself still holds it */ } }
  function keepLocally() {
    if (!state.open || !state.open.id || !Object.keys(pending).length) return;
    write({ ...kept(), [state.open.id]: { version: state.open.version, values: pending } });
  }
  function forgetLocally(id) { const all = kept(); if (id && all[id]) { delete all[id]; write(all); } }

  /** What a closed page had not sent: sent now if nobody wrote since; else forgotten when it did arrive, shown side by side when not. */
  async function recover() {
    for (const [id, { version, values }] of Object.entries(kept())) {
      const item = state.items.find((one) => one.id === id);
      forgetLocally(id);
      if (!item) continue;
      if (item.version === version) {
        const { status } = await ask(`/proposals/${id}`, { version, ...packed(values) });
        if (status === 200) { await reload(); if (state.open && state.open.id === id) await open(id); notice(words("restored")); }
      } else {
        await open(id);
        if (state.open) differs(state.open, values, state.open);
      }
    }
  }

  async function reload() {
    const { ok, given } = await ask("/proposals.json");
    if (!ok || !root()) return;
    state.items = given.items;
    if (given.quota) notice(given.quota);
    paint();
  }

  /** What the place would be worth as it is told. */
  function assess(wait) {
    clearTimeout(feedbackTimer);
    feedbackTimer = setTimeout(async () => {
      const held = state.open;
      if (!held || !held.id) return;
      const { ok, given } = await ask(`/proposals/${held.id}/feedback.json`);
      if (!ok || state.open !== held) return;
      state.feedback = given;
      cv.proposeForm.feedback(state);
      document.documentElement.dataset.assessed = `${held.id}:${given.version}`;
    }, wait);
  }

  /** Do something to the place as a whole; what can be undone says how. */
  async function act(name, reason = "") {
    if (!(await settle()) || !state.open || !state.open.id) return;
    const before = state.open, { ok, status, given } = await ask(`/proposals/${before.id}/act`, { version: before.version, act: name, reason });
    if (!ok) { if (status === 409) { notice(given.error); open(before.id); } else failed(given); return; }
    const label = before.acts.find((one) => one.act === name)?.label || name;
    await open(before.id);
    reload();
    const back = { submit: "take_back", withdraw: "resume", accept: "reopen" }[name], undoing = state.open && state.open.acts.find((one) => one.act === back);
    notice(name === "submit" ? words("submitted_said") : name === "withdraw" ? words("confirm_withdraw") : words("said", { act: label }),
      undoing ? { label: words("take_back_said"), act: () => act(back) } : null);
  }

  async function actMany(name, items) {
    const size = 50;
    let done = 0, told = "";
    for (let i = 0; i < items.length; i += size) {
      const { ok, given } = await ask("/proposals/act_many", { act: name, items: items.slice(i, i + size).map(({ id, version }) => ({ id, version })) });
      if (!ok) { failed(given); break; }
      done += given.outcomes.filter((one) => one.done).length;
      told = given.outcomes.find((one) => one.sentence)?.sentence || told;
      notice(`${words("submit_many_done", { n: cv.format.number(done) })}${done + 1 < items.length ? "…" : "."} ${told}`.trim());
    }
    await reload();
    if (state.open && state.open.id) open(state.open.id);
  }

  async function say(text, internal) {
    const { ok, given } = await ask(`/proposals/${state.open.id}/message`, { text, internal });
    if (!ok) { failed(given); return false; }
    state.open.messages.push(given);
    cv.proposeForm.paint(state);
    return true;
  }

  /** Two writings of the same field: the person keeps one of each. */
  function resolve(choice) {
    const { mine, theirs } = state.conflict, keep = Object.fromEntries(Object.entries(mine).filter(([key]) => choice[key] !== "theirs"));
    state.conflict = null;
    Object.assign(state.open, theirs);
    paint();
    if (Object.keys(keep).length) change(keep, { undoing: true });
  }

  /** A change to a place of the table, which need not be the open one. */
  async function changeItem(item, values) {
    if (state.open && state.open.id === item.id) { change(values); return {}; }
    const { ok, status, given } = await ask(`/proposals/${item.id}`, { version: item.version, fields: values });
    if (!ok) { notice(status === 409 ? given.error : words("failed", { why: given.error || "" })); if (status === 409) reload(); return null; }
    const at = state.items.findIndex((one) => one.id === item.id);
    state.items[at] = { ...state.items[at], ...given, acts: given.acts.map((one) => one.act) };
    cv.proposeList.paint(state);
    pins();
    notice(words("saved", { time: new Date().toLocaleTimeString(cv.format.language()) }));
    return given;
  }

  const acts = {
    new: () => begin(),
    import: () => cv.bulk && cv.bulk.open(),
    table: () => cv.proposeTable.toggle(state),
    undo: () => undo(),
    pin: () => cv.pinmap.place(cv.pinmap.placing() ? null : put),
    outline: () => outline(),
    centre: () => put(...cv.pinmap.centre()),
  };

  /** Put the open place, or begin one there. */
  function put(lon, lat) { state.open ? change({ lon, lat }) : begin({ lon, lat }); }
  function outline() {
    cv.drawing.start("polygon", (ring) => {
      const footprint = ring.map(([lon, lat]) => [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6]);
      state.open ? change({ footprint }) : begin({ footprint });
    });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest('[data-act^="propose-"]');
    const known = button && root() && state.form && !button.disabled && acts[button.dataset.act.slice("propose-".length)];
    if (known) { event.preventDefault(); known(); }
  });

  document.addEventListener("keydown", (event) => {
    if (!root() || !(event.ctrlKey || event.metaKey) || event.key !== "z" || event.target.matches("input, textarea, select")) return;
    event.preventDefault();
    undo();
  });

  window.addEventListener("beforeunload", (event) => { if (root() && Object.keys(pending).length) { flush(); event.preventDefault(); } });

  let mounted = null;
  cv.store.onMount(() => { mounted = null; });
  cv.store.onSettle(() => {
    if (!root() || mounted === root()) return;
    mounted = root();
    Object.assign(state, { form: null, items: [], open: null });
    pending = {};
    clearSession();
    delete document.documentElement.dataset.propose;
    start();
  });

  cv.propose = { state, words, notice, value, open, begin, close, change, changeItem, act, actMany, say, resolve, reload, put, outline, attached };
})();
