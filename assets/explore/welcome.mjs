/* The sentence and the three ways in of a first visit: gone once one is used, back by « Accueil ». */
import { $, closest, first } from "../core/dom.mjs";

const KEY = "convergence-welcomed",
  page = document.documentElement;

/** Where nothing may be remembered, they come back at the next visit. */
function remember(/** @type {boolean} */ isKnown) {
  page.toggleAttribute("data-welcomed", isKnown);
  try {
    if (isKnown) localStorage.setItem(KEY, "1");
    else localStorage.removeItem(KEY);
  } catch (error) {
    console.debug("no local storage", error);
  }
}

function isKnown() {
  try {
    return localStorage.getItem(KEY) === "1";
  } catch {
    return false;
  }
}

function use(/** @type {string} */ entry) {
  remember(true);
  if (entry === "search") document.querySelector(".map-search input")?.focus();
  if (entry === "close") $("map")?.focus({ preventScroll: true });
}

/** On the map itself they are shown at once; from elsewhere its screen is opened as by its own link. */
function home(/** @type {MouseEvent} */ event) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  remember(false);
  if (location.pathname === "/") $("welcome-title")?.focus();
  else {
    const click = new MouseEvent("click", { bubbles: true, cancelable: true });
    first('.topbar a[data-path="/"]').dispatchEvent(click);
  }
}

document.addEventListener("click", (event) => {
  const entry = closest(event, "[data-entry]");
  if (entry) use(entry.dataset.entry);
  if (closest(event, "[data-home]")) home(event);
});

remember(isKnown());
