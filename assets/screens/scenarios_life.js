/* The life of a scenario: start from an example, save, star, archive, copy, compare; every action is one request that can be undone. */
(function () {
  "use strict";
  const cv = window.convergence, scenario = cv.scenario, { words } = scenario;
  const $ = (id) => document.getElementById(id);
  const ticked = new Set();
  let archived = false, page = 1, turn = 0;

  /** Ask for a page of the list: the fields above it say which scenarios, and in which order. */
  function library() {
    const value = (id) => ($(id) ? $(id).value : "");
    const fields = { q: value("library-search"), show: value("library-show"), order: value("library-order") };
    const asked = { ...fields, archived: archived ? "1" : "", page, turn: ++turn };
    cv.store.setProps("ask-library", { data: new URLSearchParams(asked).toString() });
  }

  /** What is looked for has changed: from the first page on, once the typing pauses. */
  let pause = 0;
  function look(wait) {
    clearTimeout(pause);
    pause = setTimeout(() => { page = 1; library(); }, wait);
  }

  /** Replace the whole question by another: one step of the way back. */
  function start(query) {
    const given = Object.fromEntries(new URLSearchParams(query));
    cv.store.dispatch({ type: "params", values: Object.fromEntries(scenario.questionKeys().map((key) => [key, given[key] || ""])) });
  }

  function openForm() {
    $("save-form").hidden = false;
    const field = $("scenario-name");
    if (!field.value) fill(field, words("untitled", { date: new Date().toLocaleString(cv.format.language(), { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" }) }));
    field.focus();
    field.select();
  }

  function closeForm() {
    $("save-form").hidden = true;
    scenario.notice("");
    document.querySelector('[data-act="scenario-open-save"]').focus();
  }

  /** Dash keeps its own copy of a field's value. */
  function fill(field, value) {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function save() {
    const { ok, given } = await cv.ask("/scenario/saved", { name: $("scenario-name").value, note: $("scenario-note").value, query: scenario.shown() });
    if (!ok) return scenario.notice(given.error || words("failed"));
    closeForm();
    fill($("scenario-name"), "");
    fill($("scenario-note"), "");
    const link = Object.assign(document.createElement("a"), { href: given.link, textContent: location.origin + given.link });
    cv.store.dispatch({ type: "param", key: "s", value: given.id });
    library();
    setTimeout(() => scenario.notice(`${words("saved")} :`, link), 250);
  }

  /** Change a saved scenario as the person saw it; somebody else's change meanwhile is told, not overwritten. */
  async function change(id, values) {
    const row = document.querySelector(`[data-saved="${CSS.escape(id)}"]`);
    const { ok, status, given } = await cv.ask(`/scenario/saved/${id}`, { version: Number(row.dataset.version), ...values });
    if (given.needs === "reason") return askReason(row, id, values);
    if (!ok) scenario.notice(status === 409 ? words("conflict") : given.error || words("failed"));
    library();
  }

  /** What is « Retenu » is not undone without a word of why: it is asked in the row itself. */
  function askReason(row, id, values) {
    const { el } = cv.dom, field = el("textarea", { class: "text-field", rows: 2, maxlength: 1000 });
    const send = () => (field.value.trim() ? change(id, { ...values, reason: field.value.trim() }) : field.focus());
    const button = (text, onclick, look) => el("button", { type: "button", class: look, onclick }, text);
    const acts = el("div", { class: "matrix-bar" }, button(words("confirm"), send, "button primary"), button(words("cancel"), library, "button"));
    const onkeydown = (event) => { if (event.key === "Escape") library(); };
    const form = el("div", { class: "save-form reason-form", role: "group", onkeydown }, el("label", {}, words("why_undone"), field), acts);
    const before = row.querySelector(".reason-form");
    if (before) before.remove();
    row.querySelector("th").append(form);
    field.focus();
  }

  async function copy(id) {
    const row = document.querySelector(`[data-saved="${CSS.escape(id)}"]`);
    const { ok, given } = await cv.ask(`/scenario/saved/${id}/copy`, { name: words("copy_of", { name: row.dataset.name }).slice(0, 120) });
    if (!ok) scenario.notice(given.error || words("failed"));
    library();
  }

  async function copyLink(id, button) {
    const link = `${location.origin}/s/${id}`;
    try { await navigator.clipboard.writeText(link); scenario.notice(`${words("link_copied")} : ${link}`); } catch { scenario.notice(link); }
    button.focus();
  }

  function tick(box) {
    const id = box.dataset.tick;
    if (!ticked.delete(id)) {
      if (ticked.size >= 4) return scenario.notice(words("four_most"));
      ticked.add(id);
    }
    showTicks();
  }

  /** What is ticked stays so from page to page. */
  function showTicks() {
    const each = (selector) => document.querySelectorAll(selector);
    for (const one of each("[data-tick]")) one.setAttribute("aria-checked", String(ticked.has(one.dataset.tick)));
    for (const one of each("[data-ticked]")) one.textContent = ticked.size ? ` (${ticked.size})` : "";
  }

  function compare() {
    cv.store.dispatch({ type: "param", key: "vs", value: [...ticked].join(".") });
    cv.tabs.show("versus");
    document.querySelector('[data-panel="versus"]').focus();
  }

  /** The button that goes hands the keyboard to the one that takes its place, wherever the answer is drawn again. */
  function swap(button, name) {
    held = held && { ...held, act: name };
    button.parentElement.querySelector(`[data-act="${name}"]`).focus();
  }

  const row = (id) => document.querySelector(`[data-saved="${CSS.escape(id)}"]`).dataset;
  const acts = {
    guide: (value) => start(value),
    reset: () => start(""),
    answer: () => $("scenario-side").focus(),
    k: (value) => scenario.set("k", value === "5" ? "" : value),
    focus: (value) => cv.store.dispatch({ type: "focus", id: value }),
    impose: (value, button) => {
      scenario.toggle("imp", value);
      if (button.closest("#panel-safe")) document.querySelector('[data-panel="safe"]').focus(); // its table goes while the study is done again
    },
    forbid: (value) => scenario.toggle("ban", value),
    adopt: (value) => {
      cv.store.dispatch({ type: "params", values: { imp: value, ban: "", k: String(value.split(".").length) } });
      document.querySelector('[data-panel="front"]').focus(); // the button goes: the plan becomes the one in force
    },
    "show-row": (value) => document.querySelectorAll("#panel-front tbody tr")[Number(value)]?.scrollIntoView({ block: "center" }),
    leave: (_value, button) => {
      scenario.leave();
      swap(button, "scenario-follow");
    },
    follow: (_value, button) => {
      scenario.again();
      swap(button, "scenario-leave");
    },
    cancel: async (value) => {
      const { ok, given } = await cv.ask("/scenario/cancel", { key: value });
      if (!ok) return scenario.notice(given.error || words("failed"));
      scenario.again();
    },
    resume: (value) => cv.ask("/scenario/resume", { key: value }).then(scenario.again),
    "open-save": () => ($("save-form").hidden ? openForm() : closeForm()),
    close: () => closeForm(),
    save: () => save(),
    star: (value) => change(value, { starred: row(value).starred !== "1" }),
    archive: (value) => { ticked.delete(value); change(value, { archived: row(value).archived !== "1" }); },
    status: (value) => change(value.split(":")[0], { status: value.split(":")[1] }),
    copy: (value) => copy(value),
    link: (value, button) => copyLink(value, button),
    archived: (value) => { archived = value === "1"; page = 1; ticked.clear(); library(); },
    page: (value) => { page = Math.max(1, page + (value === "next" ? 1 : -1)); library(); },
    untick: () => { ticked.clear(); showTicks(); },
    compare: () => compare(),
    difference: (value) => cv.scenarioMap.showDifference(value),
    "no-difference": () => cv.scenarioMap.showDifference(null),
  };

  /** A list that is drawn again must not lose the keyboard: it goes to the same button where it now is, else to what holds the list. */
  let held = null;
  const LISTS = { "panel-library": '[data-panel="library"]', "plan-result": "#scenario-side" };

  function handBack(list) {
    if (!held || held.list !== list) return;
    const here = document.activeElement, isLike = (one) => one.dataset.act === held.act, isSame = (one) => isLike(one) && (one.dataset.value || "") === held.value;
    if (here !== document.body && (!isLike(here) || isSame(here))) return;
    const like = [...$(list).querySelectorAll("[data-act]")].filter(isLike);
    const isOfList = ["scenario-archived", "scenario-page"].includes(held.act);
    const back = like.find(isSame) || (isOfList ? like[0] : null);
    (back || document.querySelector(LISTS[list])).focus({ preventScroll: true });
    if (!back) held = null;
  }

  const told = () => requestAnimationFrame(() => handBack("plan-result"));

  document.addEventListener("pointerdown", () => { held = null; }, true);

  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-tick]");
    if (box) return tick(box);
    const button = event.target.closest('[data-act^="scenario-"]');
    if (!button || !scenario.root()) return;
    const act = acts[button.dataset.act.slice("scenario-".length)];
    const list = Object.keys(LISTS).find((id) => button.closest(`#${id}`));
    held = list ? { list, act: button.dataset.act, value: button.dataset.value || "" } : null;
    if (act) { event.preventDefault(); act(button.dataset.value || "", button); }
  });

  document.addEventListener("keydown", (event) => {
    const box = event.target.closest && event.target.closest("[data-tick]");
    if (box && (event.key === " " || event.key === "Enter")) { event.preventDefault(); tick(box); }
    if (event.key === "Enter" && event.target.id === "scenario-name") { event.preventDefault(); save(); }
  });

  document.addEventListener("input", (event) => { if (event.target.id === "library-search") look(250); });
  document.addEventListener("change", (event) => { if (["library-show", "library-order"].includes(event.target.id)) look(0); });

  /** The list came: the service says which page it is, and what left a whole list is no longer compared; the keyboard finds its button in the row's new place. */
  function shown() {
    requestAnimationFrame(() => handBack("panel-library"));
    const pages = document.querySelector("#panel-library [data-page]");
    page = pages ? Number(pages.dataset.page) : 1;
    const isGone = (id) => !document.querySelector(`[data-tick="${CSS.escape(id)}"]`);
    if (pages && pages.dataset.whole) [...ticked].filter(isGone).forEach((id) => ticked.delete(id));
    showTicks();
  }

  /** The list is read again each time it is opened: others save too. */
  let listed = null;
  function settle() {
    const box = $("panel-library");
    if (!scenario.root() || !box || !box.offsetParent) { listed = null; return; }
    if (listed === box) return;
    listed = box;
    library();
  }

  /** The guide's steps tick themselves as they are done; it folds once a scenario has been saved. */
  function guide() {
    const box = $("guide");
    if (!box || !scenario.plan()) return;
    const given = scenario.params(), asked = scenario.questionKeys().some((key) => given[key]);
    const done = [asked, Boolean(given.imp || given.ban || given.space || given.basin || given.budget || given.percom), asked && scenario.plan().rows.length > 0, Boolean(given.s)];
    for (const step of box.querySelectorAll("[data-guide-step]")) step.classList.toggle("done", done[Number(step.dataset.guideStep)]);
    if (given.s && !box.dataset.folded) { box.dataset.folded = "yes"; box.open = false; }
  }

  /** What one exports here are the places of the plan. */
  function exported() {
    const plan = scenario.root() && scenario.plan();
    if (!plan || !plan.rows.length) return;
    const places = plan.places.map(({ id }) => id).join(".");
    const query = `places=${places}&${cv.store.context().config.keys.question}=${encodeURIComponent(scenario.shown() || "k=5")}`;
    for (const link of document.querySelectorAll("a[data-export]")) link.setAttribute("href", `${link.getAttribute("href").split("?")[0]}?${query}`);
  }

  cv.store.onMount(() => { listed = null; });
  cv.store.onSettle(exported);
  cv.store.onSettle(settle);
  cv.store.onPaint(guide);
  cv.scenarioLife = { shown, told, closeForm };
})();
