/* Tabs of panels: one shown at a time, by click or with the arrow keys. */
import { closest, first } from "./dom.mjs";
import * as store from "./store.mjs";

export function show(/** @type {string} */ name) {
  for (const tab of document.querySelectorAll("[data-panel]"))
    tab.setAttribute("aria-selected", String(tab.dataset.panel === name));
  for (const box of document.querySelectorAll("[data-panel-box]")) box.hidden = box.dataset.panelBox !== name;
  const first = document.querySelector("[data-panel]");
  if (first) store.view.set("tab", first.dataset.panel === name ? "" : name);
  store.repaint();
}

/** A screen that has come opens the tab that the address names; where scenarios are compared, and nothing is named,
    their comparison. */
function restore() {
  const { config, state } = store.context(),
    compares = state.params[config.keys.compared_scenarios] ? "versus" : "";
  const name = store.view.get("tab") || compares;
  if ([...document.querySelectorAll("[data-panel]")].some((tab) => tab.dataset.panel === name) && shown() !== name)
    show(name);
}

document.addEventListener("click", (event) => {
  const tab = closest(event, "[data-panel]"),
    way = closest(event, "[data-go-to]");
  if (tab) show(tab.dataset.panel);
  if (!way) return;
  show(way.dataset.goTo);
  first(`[data-panel="${way.dataset.goTo}"]`).focus();
});

/** Arrow keys move between tabs, as tabs do everywhere. */
document.addEventListener("keydown", (event) => {
  const tab = closest(event, "[data-panel]");
  if (!tab || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const tabs = [...document.querySelectorAll("[data-panel]")],
    step = event.key === "ArrowRight" ? 1 : -1;
  const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
  next.focus();
  show(next.dataset.panel);
});

export const shown = () => document.querySelector("[data-panel][aria-selected=true]")?.dataset.panel;
store.onMount(() => store.ready().then(restore));
