/* Which edition of the places this page holds. Every request to the service says it, every answer names the latest: when they differ,
   the page offers to be refreshed, and the next screen that is opened is loaded whole. */
(function () {
  "use strict";
  const cv = (window.convergence = window.convergence || {});
  const HEADER = "X-Edition";
  const LOOK = "/data/edition.json";
  const FILE = /^\/(assets\/|_dash-component-suites\/|data\/[^?]*-[0-9a-f]{12}\.)/; // the same whatever the edition
  const plain = window.fetch.bind(window);
  let held = null, latest = null, arriving = false;

  const isStale = () => Boolean(held && latest && held !== latest);

  /** The one place through which every request of the page goes, Dash's own included. */
  window.fetch = async (input, options = {}) => {
    const url = new URL(typeof input === "string" ? input : input.url || input, location.href);
    if (url.origin !== location.origin || FILE.test(url.pathname)) return plain(input, options);
    const headers = new Headers(options.headers || (input instanceof Request ? input.headers : {}));
    if (held && !headers.has(HEADER)) headers.set(HEADER, held);
    const response = await plain(input, { ...options, headers });
    learn(response.headers.get(HEADER), url.pathname.endsWith("/_dash-layout"));
    return response;
  };

  /** The layout comes with the addresses of an edition's files: the page then holds that one. */
  function learn(version, isLayout) {
    if (!version) return;
    if (isLayout && !held) held = version;
    latest = version;
    if (isStale() && arriving) location.reload();
    else show();
  }

  /** A page that comes back to the front, or to the network, asks what it missed. */
  async function look() {
    if (document.visibilityState !== "visible" || !held) return;
    try {
      const response = await plain(LOOK);
      if (response.ok) learn((await response.json()).edition, false);
    } catch { /* without a network there is nothing newer to show */ }
  }

  function show() {
    const box = document.getElementById("edition-notice"), { config } = cv.store.context();
    if (!box || !config || Boolean(box.firstChild) === isStale()) return;
    if (!isStale()) return box.replaceChildren();
    const words = Object.assign(document.createElement("span"), { textContent: config.texts.places_changed });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button primary", textContent: config.texts.refresh });
    button.addEventListener("click", () => location.reload());
    box.replaceChildren(words, button);
  }

  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", look);
  window.addEventListener("pageshow", (event) => { if (event.persisted) look(); });

  /** Between the click that opens a screen and its arrival, a newer edition is worth a load: nobody has begun anything there. */
  cv.edition = { isStale, show, opening: () => { arriving = true; }, opened: () => { arriving = false; show(); } };
})();
