/* Tabs of panels: one shown at a time, by click or with the arrow keys. */
(function () {
  "use strict";
  const cv = window.convergence;

  function show(name) {
    for (const tab of document.querySelectorAll("[data-panel]")) tab.setAttribute("aria-selected", String(tab.dataset.panel === name));
    for (const box of document.querySelectorAll("[data-panel-box]")) box.hidden = box.dataset.panelBox !== name;
    cv.store.repaint();
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
  cv.tabs = { show, shown };
})();
