/* Tabs of panels: one shown at a time, by click or with the arrow keys. */
(function () {
  "use strict";
  const cv = window.convergence;

  function show(name) {
    for (const tab of document.querySelectorAll("[data-panel]")) tab.setAttribute("aria-selected", String(tab.dataset.panel === name));
    for (const box of document.querySelectorAll("[data-panel-box]")) box.hidden = box.dataset.panelBox !== name;
    const first = document.querySelector("[data-panel]");
    if (first) cv.store.view.set("tab", first.dataset.panel === name ? "" : name);
    cv.store.repaint();
  }

  /** A screen that has come opens the tab that the address names; where scenarios are compared, and nothing is named, their comparison. */
  function restore() {
    const { config, state } = cv.store.context(), compares = state.params[config.keys.compared_scenarios] ? "versus" : "";
    const name = cv.store.view.get("tab") || compares;
    if ([...document.querySelectorAll("[data-panel]")].some((tab) => tab.dataset.panel === name) && shown() !== name) show(name);
  }

  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-panel]");
    if (tab) show(tab.dataset.panel);
  });

  /** Arrow keys move between tabs, as tabs do everywhere. */
  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest("[data-panel]");
    if (!tab || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const tabs = [...document.querySelectorAll("[data-panel]")], step = event.key === "ArrowRight" ? 1 : -1;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    next.focus();
    show(next.dataset.panel);
  });

  const shown = () => document.querySelector("[data-panel][aria-selected=true]")?.dataset.panel;
  cv.store.onMount(() => cv.store.ready().then(restore));
  cv.tabs = { show, shown };
})();
