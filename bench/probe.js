/* Times a gesture from the trusted event that starts it to the frame that shows its result. Loaded before the page's own scripts. */
(() => {
  "use strict";
  const probe = (window.benchProbe = { input: 0, dispatched: 0, frames: [], tasks: [], firstMap: 0, firstChart: 0, activity: 0 });
  const painted = (then) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => then(performance.now());
    channel.port2.postMessage(0);
  });
  for (const type of ["click", "pointerup", "pointermove"]) {
    window.addEventListener(type, (event) => { if (event.isTrusted) probe.input = event.timeStamp; }, true);
  }
  new PerformanceObserver((list) => list.getEntries().forEach((e) => probe.tasks.push([e.startTime, e.duration])))
    .observe({ type: "longtask", buffered: true });

  /* Ours: the store paints every view of a gesture in one go. */
  probe.attach = () => window.convergence.store.onPaint(() => {
    const frame = { input: probe.input, js: performance.now() };
    probe.frames.push(frame);
    painted((at) => { frame.painted = at; });
  });
  document.addEventListener("DOMContentLoaded", () => {
    const root = document.documentElement;
    new MutationObserver((_, observer) => {
      if (!root.dataset.map || !root.dataset.ready) return;
      observer.disconnect();
      painted((at) => { probe.firstMap = at; });
    }).observe(root, { attributes: true });
    new MutationObserver((_, observer) => {
      if (!document.querySelector("[data-chart] .barlayer .trace path")) return;
      observer.disconnect();
      painted((at) => { probe.firstChart = at; });
    }).observe(root, { childList: true, subtree: true });
  });

  /* The peer: its counter is a node of the page, its map a frame whose last drawing counts. */
  const epoch = () => performance.timeOrigin + performance.now();
  const active = () => painted(() => { probe.activity = epoch(); });
  if (window !== window.top) {
    /* A frame keeps its window when its first document replaces the empty one: prototypes stay patched, an observer would be lost. */
    const note = (owner, name) => {
      const original = owner[name];
      owner[name] = function (...args) { active(); return original.apply(this, args); };
    };
    note(CanvasRenderingContext2D.prototype, "fill");
    note(Node.prototype, "appendChild");
    note(Node.prototype, "removeChild");
  } else {
    let text = null;
    new MutationObserver(() => {
      const counter = document.querySelector('[data-testid="stMetricValue"]');
      if (!counter || counter.textContent === text) return;
      text = counter.textContent;
      painted(() => { probe.activity = epoch(); });
    }).observe(document, { childList: true, subtree: true, characterData: true });
  }
})();
