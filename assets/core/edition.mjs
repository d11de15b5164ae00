/* Which edition of the places this page holds. Every request to the service says it, every answer names the latest:
   when they differ,
   the page offers to be refreshed, and the next screen that is opened is loaded whole. */
import { $, closest } from "./dom.mjs";

const HEADER = "X-Edition";
const EDITION_URL = "/data/edition.json";
const FILE = /^\/(assets\/|_dash-component-suites\/|data\/[^?]*-[0-9a-f]{12}\.)/; // the same whatever the edition
const plain = window.fetch.bind(window);
let current = /** @type {string | null} */ (null),
  latest = /** @type {string | null} */ (null),
  arriving = false;

export const isStale = () => Boolean(current && latest && current !== latest);

/** The one place through which every request of the page goes, Dash's own included. */
window.fetch = async (input, options = {}) => {
  const url = new URL(input instanceof Request ? input.url : input, location.href);
  if (url.origin !== location.origin || FILE.test(url.pathname)) return plain(input, options);
  const headers = new Headers(options.headers || (input instanceof Request ? input.headers : {}));
  if (current && !headers.has(HEADER)) headers.set(HEADER, current);
  const response = await plain(input, { ...options, headers });
  learn(response.headers.get(HEADER), url.pathname.endsWith("/_dash-layout"));
  return response;
};

/** The layout comes with the addresses of an edition's files: the page then holds that one. */
function learn(/** @type {string | null} */ version, /** @type {boolean} */ isLayout) {
  if (!version) return;
  if (isLayout && !current) current = version;
  latest = version;
  if (isStale() && arriving) location.reload();
  else show();
}

/** A page that comes back to the front, or to the network, asks what it missed. */
async function poll() {
  if (document.visibilityState !== "visible" || !current) return;
  try {
    const response = await plain(EDITION_URL);
    if (response.ok) learn((await response.json()).edition, false);
  } catch {
    /* without a network there is nothing newer to show */
  }
}

function show() {
  const box = $("edition-notice");
  if (box) box.hidden = !isStale();
}

document.addEventListener("click", (event) => closest(event, "#edition-notice button") && location.reload());
document.addEventListener("visibilitychange", poll);
window.addEventListener("online", poll);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) poll();
});

/** Between the click that opens a screen and its arrival, a newer edition is worth a load: nobody has begun anything
    there. */
export const opening = () => {
  arriving = true;
};
export const opened = () => {
  arriving = false;
  show();
};
