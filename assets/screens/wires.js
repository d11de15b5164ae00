/* The functions that Dash's browser-side callbacks call; each only passes on what it is given. */
(function () {
  "use strict";
  const cv = window.convergence;
  const none = () => window.dash_clientside.no_update;
  const triggered = () => window.dash_clientside.callback_context.triggered.map((t) => t.prop_id);

  const wires = {
    start(state, config) {
      if (config) cv.store.start(config, state).catch(fail);
      return none();
    },
    mounted() { cv.store.mounted(); return none(); },
    controls(...values) {
      const { config } = cv.store.context();
      if (!config) return none();
      for (const name of triggered()) {
        const at = config.controls.findIndex((control) => name.startsWith(control.id + "."));
        if (at >= 0) cv.controls.changed(config.controls[at], values[at]);
      }
      return none();
    },
    rows: (request) => cv.table.rows(request),
    selected(rows) { cv.table.selected(rows); return none(); },
    charts() { cv.store.repaint(); return none(); },
    sheet() { cv.panel.sheetShown(); return none(); },
    layers(shown) { cv.map.setLayers(shown || []); return shown; },
    base(id) { cv.map.setBase(id); return none(); },
    others(on) { cv.points.options.others = Boolean(on); cv.points.redraw(); return none(); },
    plan() { document.documentElement.dataset.answer = (cv.scenario.plan() || {}).key || ""; cv.scenarioLife.told(); return none(); },
    library() { cv.scenarioLife.shown(); return none(); },
    profile() { cv.panel.sheetShown(); cv.convergenceView.reveal(); return none(); },
    axes(x, y) { cv.convergenceCharts.axes(x, y); return none(); },
    search(key) {
      const { config } = cv.store.context();
      if (config && key) cv.map.goTo(config.map.search[key]);
      return none();
    },
    columns(shown, definitions) {
      return definitions.map((column) => (column.field === "name" ? column : { ...column, hide: !(shown || []).includes(column.field) }));
    },
    scheme(choice) {
      const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
      document.documentElement.dataset.theme = dark ? "dark" : "light";
      requestAnimationFrame(() => window.dispatchEvent(new Event("convergence:theme")));
      return dark ? "dark" : "light";
    },
    toggleScheme(clicks) {
      if (!clicks) return none();
      return document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    },
  };

  function fail(error) {
    console.error(error);
    const box = document.getElementById("load-error");
    if (box) box.hidden = false;
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.convergence = wires;

  const mantine = (window.dashMantineFunctions = window.dashMantineFunctions || {});
  mantine.placeFilter = ({ options, search }) => {
    if (!search.trim()) return options.map((group) => ({ ...group, items: (group.items || []).slice(0, 5) }));
    const fits = (option) => cv.words.fits(option.label, search);
    return options.map((group) => ({ ...group, items: (group.items || []).filter(fits).slice(0, 8) })).filter((group) => group.items.length);
  };
})();
