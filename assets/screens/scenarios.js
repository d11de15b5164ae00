/* The scenario's question in the browser: read from the address and written back; its answer fetched, then followed until it is proven. */
(function () {
  "use strict";
  const cv = window.convergence;
  const POLL_MS = 700;
  const root = () => document.getElementById("scenario-root");
  const settings = () => cv.store.context().config.scenario;
  const params = () => cv.store.context().state.params;
  const words = (key, values = {}) => cv.format.fill(settings().texts, key, values);
  let plan = null, wanted = null, timer = 0, asking = null, left = false;
  const listeners = [];

  /** What the answer depends on: the address without what only this browser's screen uses. */
  function question() {
    const all = new URLSearchParams(cv.store.query());
    for (const key of cv.store.context().config.screen_keys) all.delete(key);
    return all.toString().replace(/%2C/g, ",");
  }

  /** What is on screen: the question, and the saved scenario whose link was opened; the server knows whether it is still that one. */
  function shown() {
    const { saved } = cv.store.context().config.keys, name = params()[saved];
    return [question(), name ? new URLSearchParams({ [saved]: name }).toString() : ""].filter(Boolean).join("&");
  }

  const set = (key, value, options) => cv.store.dispatch({ type: "param", key, value: String(value) }, options);
  /** The keys of a question and of the saved scenario that asks it. */
  const questionKeys = () => {
    const { config } = cv.store.context();
    return [...config.question_keys, config.keys.saved];
  };
  const list = (key) => (params()[key] || "").split(".").filter(Boolean);

  /** A place is imposed, ruled out, or free; never two of them. */
  function toggle(kind, id) {
    const other = kind === "imp" ? "ban" : "imp", held = list(kind).includes(id);
    const mine = list(kind).filter((name) => name !== id);
    cv.store.dispatch({ type: "params", values: { [kind]: (held ? mine : [...mine, id]).join("."), [other]: list(other).filter((name) => name !== id).join(".") } });
  }

  /** Shares of the four stakes, from whole weights; equal when nothing is said. */
  function shares() {
    const given = Object.fromEntries((params().mix || "").split(",").map((part) => part.split("-")));
    const raw = settings().stakes.map(({ id }) => (/^\d{1,4}$/.test(given[id] || "") ? Math.min(+given[id], 100) : 1));
    const total = raw.reduce((a, b) => a + b, 0);
    return raw.map((value) => (total ? value / total : 1 / raw.length));
  }

  /** Give one stake its share; the others keep their proportions. */
  function setShare(index, share, options) {
    const now = shares(), rest = now.reduce((sum, value, i) => sum + (i === index ? 0 : value), 0);
    const next = now.map((value, i) => Math.round(100 * (i === index ? share : rest ? (1 - share) * (value / rest) : (1 - share) / (now.length - 1))));
    const equal = next.every((value) => value === next[0]);
    set("mix", equal ? "" : settings().stakes.map(({ id }, i) => `${id}-${next[i]}`).join(","), options);
  }

  /** Ask for the answer, and again while it is being proven. */
  async function ask(text) {
    clearTimeout(timer);
    if (asking) asking.abort();
    asking = new AbortController();
    const slow = setTimeout(() => busy(true), 300), slower = setTimeout(() => notice(words("preparing")), 3000);
    try {
      const response = await fetch(`/scenario/plan.json?${text}`, { signal: asking.signal });
      if (!response.ok) throw new Error("plan: HTTP " + response.status);
      const given = await response.json();
      if (text !== wanted || !root()) return;
      if (document.getElementById("scenario-notice")?.textContent === words("preparing")) notice("");
      const moved = !plan || plan.key !== given.key || plan.steps !== given.steps || plan.running !== given.running || plan.cancelled !== given.cancelled;
      plan = given;
      if (moved) { cv.store.setProps("plan-step", { data: `${given.key}:${given.steps}:${+given.running}${+given.cancelled}` }); tell(); }
      if (given.running && text === wanted && !left) timer = setTimeout(() => ask(text), POLL_MS); // telling may have asked the next question already
    } catch (error) {
      if (error.name === "AbortError") return;
      console.error(error);
      notice(words("failed"));
      wanted = null;
    } finally {
      clearTimeout(slow);
      clearTimeout(slower);
      if (text === wanted || wanted === null) busy(false);
    }
  }

  const busy = (on) => root() && root().toggleAttribute("data-busy", on);

  function tell() {
    for (const listener of listeners) listener(plan);
    document.documentElement.dataset.plan = plan.key;
    cv.store.repaint();
  }

  function notice(text, link) {
    const box = document.getElementById("scenario-notice");
    if (box) box.textContent = text;
    if (box && link) box.append(" ", link);
  }

  /** Follow the address: every change of the question is answered by itself. */
  function settle() {
    if (!root() || !settings()) return;
    const text = shown();
    if (text !== wanted) {
      wanted = text;
      follows(true);
      notice("");
      cv.store.setProps("plan-ask", { data: text });
      ask(text);
    }
    follow();
  }

  /** Panels are worked out only while they are looked at. */
  const asked = {};
  let study = 0;
  function follow() {
    const panel = cv.tabs.shown(), box = document.getElementById(`panel-${panel}`);
    if (!box || !box.offsetParent) return;
    const text = panel === "versus" ? new URLSearchParams({ vs: params().vs || "" }).toString() : panel === "library" ? null : `${shown()}#${panel === "curve" ? "" : (plan || {}).steps}`;
    if (text === null || asked[panel] === text || (panel !== "versus" && !plan)) return;
    asked[panel] = text;
    cv.store.setProps(`ask-${panel}`, { data: text.split("#")[0] });
    clearTimeout(study);
    if (panel !== "versus") study = setTimeout(() => followStudy(panel, text, -1), POLL_MS);
  }

  /** A study goes on slice by slice: show each, until it ends or nobody looks. */
  async function followStudy(panel, text, steps) {
    if (!root() || cv.tabs.shown() !== panel || asked[panel] !== text) return;
    const query = text.split("#")[0], response = await fetch(`/scenario/study/${panel}.json?${query}`);
    if (!response.ok || asked[panel] !== text) return;
    const given = await response.json();
    if (given.steps !== steps || given.finished) cv.store.setProps(`ask-${panel}`, { data: `${query}&step=${given.steps}${given.running ? "" : "e"}` });
    if (given.running && !left) study = setTimeout(() => followStudy(panel, text, given.steps), POLL_MS);
  }

  /** Whether what is being computed is followed: of the two buttons, the screen shows the one that changes it. */
  function follows(on) {
    left = !on;
    root().toggleAttribute("data-left", left);
  }

  /** Cease to follow what is being computed: it goes on for the others, and is no longer asked for. */
  function leave() {
    follows(false);
    clearTimeout(timer);
    clearTimeout(study);
  }

  /** Ask again for what was just stopped or taken up again. */
  function again() {
    follows(true);
    const text = wanted, panel = cv.tabs.shown();
    if (text !== null) ask(text);
    if (panel in asked) { delete asked[panel]; follow(); }
  }

  cv.store.onMount(() => {
    wanted = null;
    plan = null;
    for (const panel of Object.keys(asked)) delete asked[panel];
    clearTimeout(timer);
  });
  cv.scenario = { root, settings, params, words, question, shown, questionKeys, set, list, toggle, shares, setShare, again, leave, notice, onPlan: (listener) => listeners.push(listener), plan: () => plan };
  cv.store.onSettle(settle);
})();
