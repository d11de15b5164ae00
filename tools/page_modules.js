// Lets what drives a page (tests, benches, pictures) reach its modules: `convergence.store`, `convergence.map`… The page itself has no such names.
document.addEventListener("DOMContentLoaded", async () => {
  const NAMES = {
    store: "core/store", drawing: "map/drawing", map: "map/map", points: "map/points", canvas: "map/canvas", words: "core/words",
  };
  const OF_SCREENS = { model: "convergence/model", scenario: "scenarios/question", scenarioMap: "scenarios/map", editor: "proposals/editor" };
  const main = document.querySelector('link[rel="modulepreload"][href$="/main.mjs"]');
  if (!main) return;
  await import(main.href);
  const add = async (names) => {
    for (const [name, path] of Object.entries(names)) window.convergence[name] = await import(main.href.replace("main.mjs", `${path}.mjs`));
  };
  await add(NAMES);
  new PerformanceObserver((seen) => {
    if (seen.getEntries().some(({ name }) => name.endsWith("/screens.mjs"))) add(OF_SCREENS);
  }).observe({ type: "resource", buffered: true }); // those of other screens, once the page itself loads them
  window.convergence.controls = (await import(main.href.replace("main.mjs", "explore/controls.mjs"))).controls;
  Object.defineProperty(window.convergence, "leaflet", { get: () => window.convergence.map.leaflet });
});
