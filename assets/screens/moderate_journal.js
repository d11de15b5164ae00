/* Screen « Journal »: what was written, by whom and when, page by page; and the letters. */
(function () {
  "use strict";
  const cv = window.convergence, { button, when } = cv.moderate, { el } = cv.dom, { ask } = cv;
  const root = () => document.getElementById("journal-root");
  const fresh = () => ({ tab: "entries", entries: null, more: false, letters: null, sends: false, trouble: "", place: "", person: "", day: "", people: new Set() });
  let state = fresh(), told = {};
  const words = (key, values = {}) => cv.format.fill(told, key, values);

  function filters() {
    const asked = new URLSearchParams();
    if (state.place) asked.set("place", state.place);
    if (state.person) asked.set("person", state.person);
    if (state.day) {
      const [year, month, day] = state.day.split("-").map(Number);
      asked.set("since", new Date(year, month - 1, day).toISOString());
      asked.set("until", new Date(year, month - 1, day + 1).toISOString());
    }
    return asked;
  }

  async function load(more = false) {
    const mine = state, asked = filters();
    if (more) asked.set("before", state.entries.at(-1).id);
    const answer = await ask(`/journal/page.json?${asked}`);
    if (state !== mine || filters().toString() !== (asked.delete("before"), asked.toString())) return;
    if (!answer.ok) return put({ trouble: answer.given.error || words("failed") });
    for (const entry of answer.given.entries) if (entry.author) state.people.add(entry.author);
    const entries = more ? [...state.entries, ...answer.given.entries] : answer.given.entries;
    put({ entries, more: answer.given.more, trouble: "" });
    announce(words(entries.length > 1 ? "shown" : "shown_one", { n: cv.format.number(entries.length) }));
  }

  async function loadMail() {
    const answer = await ask("/journal/mail.json");
    if (answer.ok) put({ letters: answer.given.letters, sends: answer.given.sends, trouble: "" });
    else put({ letters: [], trouble: answer.given.error || words("failed") });
  }

  function announce(text) {
    const live = document.getElementById("journal-root-live");
    if (live) live.textContent = text;
  }

  function put(changes) {
    Object.assign(state, changes);
    draw();
  }

  function draw() {
    const box = root();
    if (!box) return;
    const held = box.contains(document.activeElement) && document.activeElement.dataset.key, top = box.scrollTop;
    box.replaceChildren(el("div", { class: "mod-journal" }, el("h2", {}, words("title")), el("p", { class: "mod-note" }, words("intro")), tabs(),
      state.trouble ? el("div", { class: "mod-trouble", role: "alert" }, el("p", {}, state.trouble), button(words("again"), () => (state.tab === "mail" ? loadMail() : load()))) : null,
      ...(state.tab === "mail" ? letters() : [bar(), table()])));
    box.scrollTop = top;
    const back = held && box.querySelector(`[data-key="${CSS.escape(held)}"]`);
    if (back) back.focus({ preventScroll: true });
  }

  /** Letters are for those who decide: the others have no tab to choose from. */
  function tabs() {
    if (!document.querySelector('.nav-link[data-path="/moderer"]')) return null;
    const one = (name) => el("button", { type: "button", class: "mod-tab", "data-key": `tab-${name}`, "aria-pressed": String(state.tab === name), onclick: () => { put({ tab: name, trouble: "" }); if (name === "mail") loadMail(); } }, words(name));
    return el("div", { class: "mod-tabs", role: "group", "aria-label": words("title") }, one("entries"), one("mail"));
  }

  function bar() {
    const place = el("input", { class: "text-field", "data-key": "place", type: "text", placeholder: words("place_hint"), maxlength: 12, autocomplete: "off", id: "journal-place" });
    const person = el("select", { class: "text-field", "data-key": "person", id: "journal-person" }, [["", words("every_person")], ...[...state.people].sort((a, b) => a.localeCompare(b)).map((name) => [name, name])].map(([code, text]) => el("option", { value: code }, text)));
    const day = el("input", { class: "text-field", "data-key": "day", type: "date", id: "journal-day" });
    Object.assign(place, { value: state.place });
    Object.assign(person, { value: state.person });
    Object.assign(day, { value: state.day });
    const go = () => { Object.assign(state, { place: place.value.trim(), person: person.value, day: day.value }); load(); };
    const form = el("form", { class: "mod-journal-bar", onsubmit: (event) => { event.preventDefault(); go(); } },
      el("label", { for: "journal-place" }, words("place"), place), el("label", { for: "journal-person" }, words("person"), person), el("label", { for: "journal-day" }, words("day"), day),
      el("button", { type: "submit", class: "button primary", "data-key": "filter" }, words("filter")),
      state.place || state.person || state.day ? button(words("clear"), () => { Object.assign(state, { place: "", person: "", day: "" }); load(); }, { "data-key": "clear" }) : null,
      el("a", { class: "button", href: `/journal/journal.csv?${filters()}`, download: true, "data-key": "export" }, words("export")));
    return form;
  }

  function table() {
    if (state.entries === null) return state.trouble ? null : el("p", { class: "mod-note" }, words("loading"));
    if (!state.entries.length) return el("p", { class: "mod-note" }, words(filters().toString() ? "none_found" : "none"));
    return el("div", { class: "mod-journal-table" }, el("div", { class: "mod-scroll", tabindex: "0", role: "region", "aria-label": words("entries") }, grid("mod-entries", ["when", "who", "what", "about", "changed"], state.entries.map(line))),
    state.more ? button(words("more"), () => load(true), { "data-key": "more" }) : el("p", { class: "mod-note" }, words(state.entries.length > 1 ? "shown" : "shown_one", { n: cv.format.number(state.entries.length) })));
  }

  const line = (entry) => row([when(entry.at)], entry.author || words("somebody"), entry.text, subject(entry.about), differences(entry.changes));

  /** Roles are said: on a phone, where each row is a card, the style sheet alone would take them away. */
  const row = (at, ...cells) => el("tr", { role: "row" }, el("td", { role: "cell", class: "mod-when" }, at), cells.map((cell) => el("td", { role: "cell" }, cell)));
  const grid = (look, heads, rows) => el("table", { class: `mod-table ${look}`, role: "table" },
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, heads.map((key) => el("th", { scope: "col", role: "columnheader" }, words(key))))), el("tbody", { role: "rowgroup" }, rows));

  function subject({ id, name, kind }) {
    if (kind === "scenario") return el("a", { href: `/s/${encodeURIComponent(id)}` }, name);
    if (kind !== "proposal") return name || id;
    const title = words("only_place", { name });
    const only = el("button", { type: "button", class: "mod-link", title, "aria-label": `${id} : ${title}`, onclick: () => { state.place = id; load(); } }, id);
    return [cv.moderate.linked(id, name), " ", only];
  }

  function differences(changes) {
    const list = el("ul", { class: "mod-diffs" }, changes.map((one) => cv.moderate.difference(one, words("nothing"))));
    return changes.length > 3 ? el("details", {}, el("summary", {}, words("changes", { n: cv.format.number(changes.length) })), list) : changes.length ? list : "";
  }

  function letters() {
    if (state.letters === null) return [el("p", { class: "mod-note" }, words("loading"))];
    const note = el("p", { class: "mod-note" }, words(state.sends ? "sends" : "not_sent"));
    if (!state.letters.length) return [note, el("p", { class: "mod-note" }, words("no_mail"))];
    const one = (letter) => row([when(letter.at)], letter.to, el("details", {}, el("summary", {}, letter.subject), el("p", { class: "mod-text" }, letter.body)),
      [el("span", { class: `mod-badge mod-state-${letter.state}` }, letter.words), letter.sent_at ? el("small", {}, when(letter.sent_at)) : null, letter.error ? el("small", {}, `${letter.error} (${words("tries", { n: letter.tries })})`) : null]);
    return [note, el("div", { class: "mod-scroll", tabindex: "0", role: "region", "aria-label": words("mail") }, grid("mod-letters", ["when", "to", "subject", "state"], state.letters.map(one)))];
  }

  function begin() {
    const box = root();
    if (!box || box.dataset.begun) return;
    box.dataset.begun = "1";
    told = JSON.parse(box.dataset.words);
    state = fresh();
    draw();
    load();
  }

  cv.store.onMount(() => requestAnimationFrame(begin));
  cv.store.onSettle(begin);

  /** On a phone the header's links scroll: the open screen's own is to be seen. */
  const shown = () => requestAnimationFrame(() => document.querySelector('.nav-link[aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "nearest" }));

  /** How many wait for the person, beside the screen where they do. */
  async function count() {
    const links = [...document.querySelectorAll('.nav-link[data-path="/moderer"], .nav-link[data-path="/proposer"]')];
    if (!links.length) return;
    const answer = await ask("/inbox.json");
    if (!answer.ok) return;
    const { path, n, words: text } = answer.given;
    for (const link of links) {
      const here = link.dataset.path === path && n > 0;
      if (here) Object.assign(link.dataset, { waiting: n > 999 ? "999+" : String(n) });
      else delete link.dataset.waiting;
      if (here) { link.title = text; link.setAttribute("aria-description", text); } else { link.removeAttribute("title"); link.removeAttribute("aria-description"); }
    }
  }

  cv.store.onMount(() => { shown(); setTimeout(() => count().then(shown)); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") count(); });
  cv.inbox = { count };
})();
