/* Screen « Modérer »: what the server told, what the person looks at, requests; the panes are drawn by its neighbours moderate_*.js. */
(function () {
  "use strict";
  const cv = window.convergence, { el } = cv.dom, { ask } = cv;
  const FIRST_SHOWN = 100;
  const root = () => document.getElementById("moderate-root");
  const fresh = () => ({
    tabs: [], rows: null, tab: "submitted", search: "", organisation: "", kind: "", order: "oldest", shown: FIRST_SHOWN, ticked: new Set(),
    open: null, detail: null, reason: null, conflict: null, notice: null, outcome: null, running: null, trouble: "",
  });
  let state = fresh(), told = {};

  const words = (key, values = {}) => cv.format.fill(told, key, values);

  const button = (label, act, attributes = {}) => el("button", { type: "button", class: "button", onclick: act, ...attributes }, label);

  /** « il y a 3 jours », in the words of the browser. */
  function ago(moment, now = Date.now()) {
    const seconds = (now - Date.parse(moment)) / 1000;
    const format = new Intl.RelativeTimeFormat(cv.format.language(), { numeric: "auto" });
    if (seconds < 60) return words("just_now");
    for (const [unit, length] of [["minute", 60], ["hour", 3600], ["day", 86400], ["month", 2629800], ["year", 31557600]].reverse()) {
      if (seconds >= length) return format.format(-Math.floor(seconds / length), unit);
    }
    return words("just_now");
  }

  const when = (moment) => new Intl.DateTimeFormat(cv.format.language(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(moment));

  const why = (answer) => answer.given.error || words("failed");

  /** Draw everything again; the keyboard stays on the element of the same key, and the panes stay where they were scrolled. */
  function draw() {
    const box = root();
    if (!box) return;
    const held = box.contains(document.activeElement) && document.activeElement.dataset.key;
    const scrolled = [...box.querySelectorAll("[data-scroll]")].map((one) => [one.dataset.scroll, one.scrollTop]);
    const typed = [...box.querySelectorAll("textarea[data-key]")].map((one) => [one.dataset.key, one.value]);
    box.toggleAttribute("data-open", Boolean(state.open));
    box.replaceChildren(cv.moderateQueue.pane(state), cv.moderateDetail.pane(state));
    for (const [key, value] of typed) { const field = box.querySelector(`textarea[data-key="${key}"]`); if (field && field.dataset.of === state.open) field.value = value; }
    for (const [name, top] of scrolled) { const one = box.querySelector(`[data-scroll="${name}"]`); if (one) one.scrollTop = top; }
    if (held) focusOn(held);
  }

  /** Say it to whoever listens rather than looks. */
  function announce(text) {
    const live = document.getElementById("moderate-root-live");
    if (live) live.textContent = text;
  }

  function focusOn(key) {
    const found = root().querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (found) found.focus({ preventScroll: false });
    return Boolean(found);
  }

  function put(changes) {
    Object.assign(state, changes);
    draw();
  }

  async function load() {
    const mine = state, answer = await ask("/moderation/queue.json");
    if (state !== mine) return;
    if (!answer.ok) return put({ trouble: why(answer) });
    put({ ...answer.given, trouble: "" });
    follow();
  }

  /** What is in the address is what is open. */
  function follow() {
    if (!root() || !state.rows) return;
    const asked = cv.store.context().state.params[cv.store.context().config.keys.reviewed] || null;
    if (asked !== state.open) open(asked);
  }

  const choose = (id) => cv.store.dispatch({ type: "param", key: cv.store.context().config.keys.reviewed, value: id || "" }, { merge: "moderate" });

  async function open(id) {
    const row = state.rows.find((one) => one.id === id), tab = row && state.tabs.find((one) => one.stages.includes(row.stage));
    if (tab && !listed().some((one) => one.id === id)) state.tab = tab.id; // come by a link: its row is in another tab
    state.shown = Math.max(state.shown, listed().findIndex((one) => one.id === id) + 1);
    put({ open: id, detail: null, reason: null, conflict: null, trouble: "" });
    if (id) await read(id);
  }

  async function read(id) {
    const answer = await ask(`/moderation/${encodeURIComponent(id)}.json`);
    if (state.open !== id) return;
    if (!answer.ok) return put({ trouble: why(answer) });
    take(answer.given);
    const item = root().querySelector(".mod-item[data-current]");
    if (item) item.scrollIntoView({ block: "nearest" });
  }

  /** A proposal as it is now: shown, and its row in the queue brought up to date. */
  function take(detail, changes = {}) {
    const rows = state.rows.some((row) => row.id === detail.id) ? state.rows.map((row) => (row.id === detail.id ? { ...row, ...detail } : row)) : [...state.rows, detail];
    put({ rows, detail: state.open === detail.id ? detail : state.detail, ...changes });
    cv.inbox.count();
  }

  /** The rows of the tab in hand that pass the filters, in the order asked. */
  function listed() {
    const tab = state.tabs.find((one) => one.id === state.tab);
    const rows = (state.rows || []).filter((row) => tab.stages.includes(row.stage)
      && (!state.organisation || row.organisation === state.organisation) && (!state.kind || row.kind === state.kind)
      && cv.words.fits(`${row.name} ${row.area} ${row.organisation} ${row.id}`, state.search));
    const sign = state.order === "oldest" ? 1 : -1;
    return rows.sort((a, b) => sign * (a.since < b.since ? -1 : a.since > b.since ? 1 : a.id < b.id ? -1 : 1));
  }

  /** Open the proposal that is so many rows further in the list. */
  function step(by, from = state.open) {
    const rows = listed(), at = rows.findIndex((row) => row.id === from);
    const next = rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)];
    if (!next) return;
    if (rows.indexOf(next) >= state.shown) state.shown = rows.indexOf(next) + 1;
    choose(next.id);
    requestAnimationFrame(() => focusOn(`open-${next.id}`));
  }

  /** A field before and after; what was told for the first time has no before. */
  const difference = (one, nothing) => el("li", {}, `${one.label} : `, one.before === null ? null : [el("del", {}, one.before), " → "], el("ins", {}, one.after ?? nothing));

  /** A place by its name, with the way to it: where one decides of it, or tells it. */
  const linked = (id, name) => el("a", { href: `${document.querySelector('.nav-link[data-path="/moderer"]') ? `/moderer?${cv.store.context().config.keys.reviewed}` : `/proposer?${cv.store.context().config.keys.proposal}`}=${encodeURIComponent(id)}` }, name);

  function begin() {
    const box = root();
    if (!box || box.dataset.begun) return;
    box.dataset.begun = "1";
    told = JSON.parse(box.dataset.words);
    state = fresh();
    draw();
    load();
  }

  /** Others propose and decide too: who comes back to the page finds the queue as it now is. */
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && root() && state.rows && !state.running) load(); });

  cv.store.onMount(() => requestAnimationFrame(begin));
  cv.store.onSettle(begin);
  cv.store.onPaint(follow);
  cv.moderate = { root, announce, words, button, ago, when, why, put, draw, load, read, choose, take, linked, difference, listed, step, focusOn, state: () => state, speak: (given) => { told = given; } };
})();
