/* Buttons and links of the page, by what their data say; the sheet, the drawer and the menus that open and close. */
import { $, closest, copy, first, target, the } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import { printOnly } from "../core/printing.mjs";
import * as screens from "../core/screens.mjs";
import * as store from "../core/store.mjs";
import * as drawing from "../map/drawing.mjs";
import * as mapView from "../map/map.mjs";
import { area } from "../map/ring.mjs";
import * as zoneFile from "../map/zone_file.mjs";
import * as placeTable from "./table.mjs";

/** @import { Tool } from "../types/map"
    @import { Context } from "../types/state" */

function settleLinks(/** @type {Context} */ ctx) {
  const query = store.query();
  for (const link of document.querySelectorAll("a[data-query]")) {
    const base = link.getAttribute("href")?.split("?")[0];
    link.setAttribute("href", base + (query ? `?${query}` : ""));
  }
  const nothing = ctx.result.visible === 0,
    judged = $("convergence-root") ? `${query ? "&" : ""}${ctx.config.keys.judged}=1` : "";
  for (const link of document.querySelectorAll("a[data-export], a[data-document]")) {
    if (judged) link.setAttribute("href", link.getAttribute("href") + (query ? "" : "?") + judged);
    link.classList.toggle("off", nothing);
    link.setAttribute("aria-disabled", String(nothing));
  }
}

/** Buttons anywhere carry their action as data. */
document.addEventListener("click", (event) => {
  if (closest(event, 'a[aria-disabled="true"]')) event.preventDefault();
  const saving = closest(event, "[data-save-picture]");
  if (saving) import("../core/pictures.mjs").then(({ save }) => save(saving));
  const button = closest(event, "[data-act]");
  if (!button || button.disabled) return;
  const { act, facet, code, value } = button.dataset;
  /** @type {Record<string, () => unknown>} */
  const acts = {
    clear: () => store.dispatch({ type: "clear" }),
    undo: () => store.undo(),
    lift: () => store.dispatch({ type: "lift", facet }),
    toggle: () => store.dispatch({ type: "toggle", facet, code }),
    only: () => store.dispatch({ type: "set", facet, value: [code] }),
    "close-sheet": () => closeSheet(),
    draw: () => drawing.start(/** @type {Tool} */ (value)),
    "use-view": () => drawing.useView(),
    "zone-file": () => zoneFile.ask(button),
    home: () => mapView.home(),
    "zoom-selection": () => mapView.zoomToSelection(),
    "zoom-in": () => mapView.zoom(1),
    "zoom-out": () => mapView.zoom(-1),
    "keep-rows": () => placeTable.keepChecked(),
    share: () => share(button),
    tab: () => setTab(value),
    results: () => setResults(value),
    drawer: () => setDrawer(!document.body.classList.contains("drawer-open")),
    table: () => toggleTable(),
    language: () => setLanguage(value),
    copy: () => copyText(button, the(value).textContent, "text_copied", "text_by_hand"),
    print: () => printOnly(value),
  };
  if (acts[act]) {
    event.preventDefault();
    acts[act]();
  }
});

/** Links of the header open a screen in place; with a modifier key they stay ordinary links. */
document.addEventListener("click", (event) => {
  const link = closest(event, "a[data-path]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.dataset.path === location.pathname || store.visit(link.dataset.path)) event.preventDefault();
});

/** A hand on its way to a link: what its screen needs comes meanwhile. */
for (const coming of ["pointerover", "focusin"])
  document.addEventListener(coming, (event) => {
    const link = closest(event, "a[data-path]");
    if (link) screens.needed(link.dataset.path)?.catch(() => {});
  });

let opener = /** @type {Element | null} */ (null);
/** Closing gives the keyboard back to what opened the sheet; a row that was drawn again meanwhile is found by its
    link, of which a grid focuses the cell. */
function closeSheet() {
  const id = store.context().state.focus;
  const row = `tr[data-place="${CSS.escape(id || "")}"] .place-link`;
  const link = `a.place-link[href$="${store.link("", { place: id })}"], ${row}`;
  store.dispatch({ type: "focus", id: null });
  const found = document.querySelector(link),
    again = found?.closest(".ag-cell") || found;
  const back = opener?.isConnected && opener !== document.body ? opener : again || $("map");
  if (back) back.focus({ preventScroll: true });
}

function setDrawer(/** @type {boolean} */ open) {
  document.body.classList.toggle("drawer-open", open);
  const button = first('[data-act="drawer"]');
  button.setAttribute("aria-expanded", String(open));
  if (!open && document.activeElement?.closest(".facets")) button.focus();
}

/** Esc closes the innermost open thing: a list of suggestions sees to itself, then a menu, the drawer, the sheet. */
let inList = false,
  byKeyboard = false;
document.addEventListener(
  "keydown",
  (event) => {
    byKeyboard = true;
    inList = Boolean(closest(event, '[aria-haspopup="listbox"][aria-expanded="true"]'));
  },
  true,
);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || inList) return;
  const menu = document.querySelector("details[data-menu][open]");
  if (menu) closeMenu(menu);
  else if (document.body.classList.contains("drawer-open")) setDrawer(false);
  else if (store.context().state.focus) closeSheet();
});
document.addEventListener(
  "pointerdown",
  (event) => {
    byKeyboard = false;
    for (const menu of document.querySelectorAll("details[data-menu][open]"))
      if (!menu.contains(target(event))) menu.open = false;
  },
  true,
);

function closeMenu(/** @type {Part} */ menu) {
  const hasFocus = menu.contains(document.activeElement);
  menu.open = false;
  if (hasFocus) first("summary", menu).focus();
}

let focusShown = /** @type {string | null} */ (null),
  leadIn = false;
function settleFocus(/** @type {Context} */ ctx) {
  document.body.classList.toggle("sheet-open", Boolean(ctx.state.focus));
  if (focusShown === ctx.state.focus) return;
  if (ctx.state.focus && !focusShown) opener = document.activeElement;
  focusShown = ctx.state.focus;
  leadIn = Boolean(focusShown) && byKeyboard;
  $("sheet")?.setAttribute("aria-busy", String(Boolean(focusShown)));
  store.setProps("focus", { data: ctx.state.focus });
  if (ctx.state.focus && window.matchMedia("(max-width: 767px)").matches) setTab("place");
}

/** The sheet's content came: who opened it by keyboard is led into it. */
export function sheetShown() {
  const title = $("sheet-title");
  if (!title) return;
  $("sheet")?.removeAttribute("aria-busy");
  if (leadIn && store.context().state.focus) title.focus();
  leadIn = false;
}

function setResults(/** @type {string} */ form) {
  document.body.dataset.results = form;
  for (const button of document.querySelectorAll('[data-act="results"]'))
    button.setAttribute("aria-pressed", String(button.dataset.value === form));
  store.repaint();
}

export function setTab(/** @type {string} */ name) {
  document.body.dataset.tab = name;
  for (const tab of document.querySelectorAll('[data-act="tab"]'))
    tab.setAttribute("aria-pressed", String(tab.dataset.value === name));
  store.repaint();
}

function toggleTable() {
  const open = document.body.classList.toggle("table-closed") === false;
  first('[data-act="table"]').setAttribute("aria-expanded", String(open));
}

const share = (/** @type {Part} */ button) => copyText(button, location.href);

/** @type {(button: Part, text: string, copied?: string, byHand?: string) => Promise<void>} */
async function copyText(button, text, copied = "copied", byHand = "copy_by_hand") {
  const ctx = store.context(),
    done = await copy(text);
  const label = button.querySelector("[data-label]") || button,
    words = format.text(ctx, done ? copied : byHand);
  label.dataset.before ??= label.textContent;
  const before = label.dataset.before;
  label.textContent = words;
  const live = $("live"); // the label may be out of sight on a small screen
  if (live) live.textContent = words;
  setTimeout(() => {
    label.textContent = before;
  }, 2500);
}

function setLanguage(/** @type {string} */ code) {
  const cookie = location.protocol === "https:" ? `__Host-lang=${code};Secure` : `lang=${code}`;
  document.cookie = `${cookie};path=/;max-age=31536000;SameSite=Lax`;
  location.reload();
}

drawing.onTool((tool, ring) => {
  for (const button of document.querySelectorAll('[data-act="draw"]'))
    button.setAttribute("aria-pressed", String(button.dataset.value === tool));
  const hint = $("draw-hint");
  if (hint) {
    hint.hidden = !tool;
    const drawn = ring.length > 2 ? `${area(ring)}. ` : "";
    hint.textContent = tool ? drawn + format.text(store.context(), `draw_${tool}`) : "";
  }
});

/** The header says which screen is open. */
store.onMount(() => {
  focusShown = null;
  for (const link of document.querySelectorAll("[data-path]")) {
    const { path } = link.dataset;
    if (location.pathname === path || location.pathname.startsWith(`${path}/`))
      link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
});

for (const follower of [settleLinks, settleFocus]) store.onSettle(follower);
