/* What surrounds the map: counters, chips, counts beside each choice, the empty result, controls that follow the state. */
(function () {
  "use strict";
  const cv = window.convergence;
  const $ = (id) => document.getElementById(id);
  const el = (tag, className, text) => Object.assign(document.createElement(tag), { className: className || "", textContent: text || "" });
  const actionable = (element, action) => Object.assign(element, { onclick: () => cv.store.dispatch(action) });

  function paintCounters(ctx) {
    const total = ctx.engine.table.rows, { visible } = ctx.result;
    const counter = $("counter");
    if (!counter) return;
    counter.textContent = cv.format.text(ctx, visible > 1 ? "counter" : "counter_one", { n: cv.format.number(visible), total: cv.format.number(total) });
    for (const span of document.querySelectorAll("[data-count]")) {
      const facet = ctx.engine.byId.get(span.dataset.count);
      const bars = span.dataset.bars.split(",");
      let n = 0;
      for (const bar of bars) n += ctx.result.counts[facet.id][+bar];
      const text = cv.format.number(n);
      if (span.textContent === text) continue;
      span.textContent = text;
      span.classList.toggle("zero", n === 0);
    }
  }

  function settleChips(ctx) {
    const box = $("chips");
    if (!box) return;
    const held = document.activeElement && box.contains(document.activeElement);
    const chips = ctx.engine.facets.filter((facet) => ctx.state.filters[facet.id]).map((facet) => {
      const words = cv.format.filter(ctx, facet, ctx.state.filters[facet.id]);
      const chip = actionable(el("button", "chip"), { type: "lift", facet: facet.id });
      chip.type = "button";
      chip.dataset.chip = facet.id;
      chip.setAttribute("aria-label", cv.format.text(ctx, "lift", { what: `${facet.label} : ${words}` }));
      chip.append(el("span", "chip-name", facet.label + " : "), el("span", "chip-value", words), el("span", "chip-x", "×"));
      return chip;
    });
    box.replaceChildren(...chips);
    if (held) (box.querySelector("button") || $("clear")).focus();
    $("no-filter").hidden = chips.length > 0;
    $("clear").disabled = chips.length === 0;
    $("undo").disabled = !cv.store.canUndo();
    for (const section of document.querySelectorAll("[data-facet-section]")) section.classList.toggle("active", Boolean(ctx.state.filters[section.dataset.facetSection]));
    const live = $("live");
    if (live) live.textContent = $("counter").textContent;
  }

  /** Nothing left: which single filter to lift, and what it would bring back. */
  function settleEmpty(ctx) {
    const box = $("empty");
    if (!box) return;
    box.hidden = ctx.result.visible > 0;
    if (!box.hidden) {
      const ways = ctx.engine.facets.filter((facet) => ctx.state.filters[facet.id])
        .map((facet) => ({ facet, n: ctx.result.lifted[facet.id] })).filter((way) => way.n > 0).sort((a, b) => b.n - a.n);
      const items = ways.slice(0, 4).map(({ facet, n }) => {
        const words = `${facet.label} : ${cv.format.filter(ctx, facet, ctx.state.filters[facet.id])}`;
        return actionable(el("button", "way", cv.format.text(ctx, n > 1 ? "lift_brings" : "lift_brings_one", { what: words, n: cv.format.number(n) })), { type: "lift", facet: facet.id });
      });
      const all = actionable(el("button", "way", cv.format.text(ctx, "clear_all")), { type: "clear" });
      box.replaceChildren(el("p", "empty-title", cv.format.text(ctx, "empty_title")), el("p", "", cv.format.text(ctx, ways.length ? "empty_lift" : "empty_several")), ...items, all);
    }
  }

  /** Controls show what is filtered, wherever the gesture came from. Dash loses what is written before it has settled. */
  let mountedList = null;
  function settleControls(ctx) {
    if (!mountedList || document.querySelector(".facet-list") !== mountedList) return;
    const held = typing();
    for (const { id, facet, part } of ctx.config.controls) {
      if (facet === held) continue; // « 3 » on the way to « 300 » is not put in order under the fingers
      const value = ctx.state.filters[facet], declared = ctx.engine.byId.get(facet);
      const shown = cv.controls.show(declared, value, part);
      const key = JSON.stringify(shown);
      if (cv.controls.last.get(id) === key) continue;
      cv.controls.last.set(id, key);
      cv.controls.wrote(id, key);
      cv.store.setProps(id, { value: shown, ...(part === "unknown" ? { checked: shown } : {}) });
    }
  }

  /** The range facet in whose field the person is writing. */
  function typing() {
    const field = document.activeElement;
    return field && field.matches("input:not([type=checkbox])") && field.closest(".range") ? field.closest("[data-facet-section]").dataset.facetSection : null;
  }
  document.addEventListener("focusout", (event) => {
    if (event.target.closest && event.target.closest(".range")) setTimeout(() => cv.store.context().result && settleControls(cv.store.context()));
  });

  const day = (days) => new Date(days * 864e5).toISOString().slice(0, 10);
  const days = (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text || "") ? Math.round(Date.parse(text + "T00:00:00Z") / 864e5) : null);

  /** Values that we wrote in each control since a hand last touched it. Dash may echo one long after, when the state has moved on:
      such an echo is no gesture. */
  const ownWrites = new Map();
  for (const kind of ["pointerdown", "keydown", "input"]) {
    document.addEventListener(kind, (event) => {
      const section = event.target.closest && event.target.closest("[data-facet-section]");
      if (!section) return;
      for (const id of [...ownWrites.keys()]) if (id.startsWith(`control-${section.dataset.facetSection}-`)) ownWrites.delete(id);
    }, true);
  }

  cv.controls = {
    last: new Map(),
    wrote(id, key) {
      ownWrites.set(id, (ownWrites.get(id) || new Set()).add(key));
    },
    show(facet, value, part) {
      if (part === "codes") return value || [];
      if (part === "unknown") return Boolean(value && value.unknown);
      const end = value ? value[part] : null;
      return end === null || end === undefined ? "" : facet.is_date ? day(end) : end;
    },
    /** A control's new value becomes an action; the echo of our own writing changes nothing. */
    changed(control, given) {
      const ctx = cv.store.context();
      if (!ctx.engine) return;
      const key = JSON.stringify(given);
      const before = cv.controls.last.get(control.id);
      if (before !== key && (ownWrites.get(control.id) || new Set()).has(key)) return;
      cv.controls.last.set(control.id, key);
      if (before === key || (before === undefined && !given)) return;
      const facet = ctx.engine.byId.get(control.facet);
      if (control.part === "codes") return cv.store.dispatch({ type: "set", facet: facet.id, value: given });
      const value = ctx.state.filters[facet.id] || { low: null, high: null, unknown: false };
      const written = Object.fromEntries(["low", "high", "unknown"].map((part) => [part, cv.controls.read(ctx, facet, part, value[part])]));
      cv.store.dispatch({ type: "set", facet: facet.id, value: written }, { merge: control.part === "unknown" ? null : control.id });
    },
    /** What a range's field holds, as written; the state's own end where nothing was ever shown in it. */
    read(ctx, facet, part, otherwise) {
      const { id } = ctx.config.controls.find((control) => control.facet === facet.id && control.part === part);
      if (!cv.controls.last.has(id)) return otherwise;
      const given = JSON.parse(cv.controls.last.get(id) ?? "null");
      return part === "unknown" ? Boolean(given) : facet.is_date ? days(given) : given === "" || given === null ? null : +given;
    },
  };

  /** A tick goes straight to the store: by way of the control's own redrawing it would wait three frames. The control is told once the hand rests. */
  window.addEventListener("click", (event) => {
    const root = event.target.closest && event.target.closest("[data-facet-section] .choices .mantine-Checkbox-root");
    if (!root || !cv.store.context().result) return;
    event.stopPropagation();
    if (!event.target.matches("input")) return; // the label's click is followed by its box's own
    const { facetSection } = root.closest("[data-facet-section]").dataset;
    cv.controls.last.delete(`control-${facetSection}-codes`);
    cv.store.dispatch({ type: "toggle", facet: facetSection, code: event.target.value });
  }, true);

  function settleLinks(ctx) {
    const query = cv.store.query();
    for (const link of document.querySelectorAll("a[data-query]")) {
      const base = link.getAttribute("href").split("?")[0];
      link.setAttribute("href", base + (query ? "?" + query : ""));
    }
    const nothing = ctx.result.visible === 0;
    for (const link of document.querySelectorAll("a[data-export]")) {
      link.classList.toggle("off", nothing);
      link.setAttribute("aria-disabled", String(nothing));
    }
  }

  /** Buttons anywhere carry their action as data. */
  document.addEventListener("click", (event) => {
    if (event.target.closest('a[aria-disabled="true"]')) event.preventDefault();
    const button = event.target.closest("[data-act]");
    if (!button || button.disabled) return;
    const { act, facet, code, value } = button.dataset;
    const acts = {
      clear: () => cv.store.dispatch({ type: "clear" }),
      undo: () => cv.store.undo(),
      lift: () => cv.store.dispatch({ type: "lift", facet }),
      toggle: () => cv.store.dispatch({ type: "toggle", facet, code }),
      only: () => cv.store.dispatch({ type: "set", facet, value: [code] }),
      "close-sheet": () => closeSheet(),
      draw: () => cv.drawing.start(value),
      "use-view": () => cv.drawing.useView(),
      home: () => cv.map.home(),
      "zoom-selection": () => cv.map.zoomToSelection(),
      "zoom-in": () => cv.map.zoom(1),
      "zoom-out": () => cv.map.zoom(-1),
      "keep-rows": () => cv.table.keepChecked(),
      share: () => share(button),
      tab: () => setTab(value),
      results: () => setResults(value),
      drawer: () => setDrawer(!document.body.classList.contains("drawer-open")),
      table: () => toggleTable(),
      language: () => setLanguage(value),
      copy: () => copyText(button, $(value).textContent, "text_copied", "text_by_hand"),
      print: () => window.print(),
    };
    if (acts[act]) { event.preventDefault(); acts[act](); }
  });

  /** Closing gives the keyboard back to what opened the sheet; a row that was drawn again meanwhile is found by its link. */
  /** Links of the header open a screen in place; with a modifier key they stay ordinary links. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-path]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.dataset.path === location.pathname || cv.store.visit(link.dataset.path)) event.preventDefault();
  });

  let opener = null;
  function closeSheet() {
    const id = cv.store.context().state.focus;
    const link = `a.place-link[href$="place=${encodeURIComponent(id)}"], tr[data-place="${CSS.escape(id || "")}"] .place-link`;
    cv.store.dispatch({ type: "focus", id: null });
    const back = opener && opener.isConnected && opener !== document.body ? opener : document.querySelector(link) || $("map");
    if (back) back.focus({ preventScroll: true });
  }

  function setDrawer(open) {
    document.body.classList.toggle("drawer-open", open);
    const button = document.querySelector('[data-act="drawer"]');
    button.setAttribute("aria-expanded", String(open));
    if (!open && document.activeElement.closest(".facets")) button.focus();
  }

  /** Esc closes the innermost open thing: a list of suggestions sees to itself, then a menu, the drawer, the sheet. */
  let inList = false, byKeyboard = false;
  document.addEventListener("keydown", (event) => {
    byKeyboard = true;
    inList = Boolean(event.target.closest && event.target.closest('[aria-haspopup="listbox"][aria-expanded="true"]'));
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || inList) return;
    const menu = document.querySelector("details[data-menu][open]");
    if (menu) closeMenu(menu);
    else if (document.body.classList.contains("drawer-open")) setDrawer(false);
    else if (cv.store.context().state.focus) closeSheet();
  });
  document.addEventListener("pointerdown", (event) => {
    byKeyboard = false;
    for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  }, true);

  function closeMenu(menu) {
    const held = menu.contains(document.activeElement);
    menu.open = false;
    if (held) menu.querySelector("summary").focus();
  }

  let focusShown = null, leadIn = false;
  function settleFocus(ctx) {
    document.body.classList.toggle("sheet-open", Boolean(ctx.state.focus));
    if (focusShown === ctx.state.focus) return;
    if (ctx.state.focus && !focusShown) opener = document.activeElement;
    focusShown = ctx.state.focus;
    leadIn = Boolean(focusShown) && byKeyboard;
    if ($("sheet")) $("sheet").setAttribute("aria-busy", String(Boolean(focusShown)));
    cv.store.setProps("focus", { data: ctx.state.focus });
    if (ctx.state.focus && window.matchMedia("(max-width: 767px)").matches) setTab("place");
  }

  /** The sheet's content came: who opened it by keyboard is led into it. */
  function sheetShown() {
    const title = $("sheet-title");
    if (!title) return;
    $("sheet")?.removeAttribute("aria-busy");
    if (leadIn && cv.store.context().state.focus) title.focus();
    leadIn = false;
  }

  function setResults(form) {
    document.body.dataset.results = form;
    for (const button of document.querySelectorAll('[data-act="results"]')) button.setAttribute("aria-pressed", String(button.dataset.value === form));
    cv.store.repaint();
  }

  function setTab(name) {
    document.body.dataset.tab = name;
    for (const tab of document.querySelectorAll('[data-act="tab"]')) tab.setAttribute("aria-pressed", String(tab.dataset.value === name));
    cv.store.repaint();
  }

  function toggleTable() {
    const open = document.body.classList.toggle("table-closed") === false;
    document.querySelector('[data-act="table"]').setAttribute("aria-expanded", String(open));
  }

  const share = (button) => copyText(button, location.href);

  async function copyText(button, text, copied = "copied", byHand = "copy_by_hand") {
    const ctx = cv.store.context();
    let done = true;
    try { await navigator.clipboard.writeText(text); } catch { done = false; }
    const label = button.querySelector("[data-label]") || button, words = cv.format.text(ctx, done ? copied : byHand);
    const before = (label.dataset.before = label.dataset.before || label.textContent);
    label.textContent = words;
    if ($("live")) $("live").textContent = words; // the label may be out of sight on a small screen
    setTimeout(() => { label.textContent = before; }, 2500);
  }

  function setLanguage(code) {
    document.cookie = `lang=${code};path=/;max-age=31536000;SameSite=Lax`;
    location.reload();
  }

  cv.drawing.onTool((tool) => {
    for (const button of document.querySelectorAll('[data-act="draw"]')) button.setAttribute("aria-pressed", String(button.dataset.value === tool));
    const hint = $("draw-hint");
    if (hint) { hint.hidden = !tool; hint.textContent = tool ? cv.format.text(cv.store.context(), "draw_" + tool) : ""; }
  });

  /** The header says which screen is open; the new screen's controls start from nothing. */
  cv.store.onMount(() => {
    cv.controls.last.clear();
    mountedList = document.querySelector(".facet-list");
    focusShown = null;
    for (const link of document.querySelectorAll("[data-path]")) {
      if (link.dataset.path === location.pathname) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  });

  cv.panel = { setTab, sheetShown };
  cv.store.onPaint(paintCounters);
  for (const follower of [settleChips, settleEmpty, settleControls, settleLinks, settleFocus]) cv.store.onSettle(follower);
})();
