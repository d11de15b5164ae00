// Lets what drives a page (tests, benches, pictures) reach its modules: `convergence.store`, `convergence.map`… The page itself has no such names.
document.addEventListener("DOMContentLoaded", async () => {
  const NAMES = {
    store: "core/store", drawing: "map/drawing", map: "map/map", points: "map/points", canvas: "map/canvas", words: "core/words",
    model: "convergence/model", scenario: "scenarios/question", scenarioMap: "scenarios/map", editor: "proposals/editor",
  };
  const main = document.querySelector('link[rel="modulepreload"][href$="/main.mjs"]');
  if (!main) return;
  await import(main.href);
  for (const [name, path] of Object.entries(NAMES)) window.convergence[name] = await import(main.href.replace("main.mjs", `${path}.mjs`));
  window.convergence.controls = (await import(main.href.replace("main.mjs", "explore/controls.mjs"))).controls;
  Object.defineProperty(window.convergence, "leaflet", { get: () => window.convergence.map.leaflet });
});
