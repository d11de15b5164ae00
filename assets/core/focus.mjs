/* The keyboard: what is drawn again keeps it, and a callback gives it to what it shows. Dash makes new elements of what a
   callback answers, and an element that leaves the page leaves the keyboard to nothing. */
import { $, whenChanged } from "./dom.mjs";

const PATIENCE_MS = 10_000,
  GONE_MS = 700; // what was not drawn again by then is taken for gone
/** These keep it themselves. */
const GRIDS = ".ag-root-wrapper";

/** What had the keyboard last, and what tells its like in what is drawn in its place.
    @typedef {{ element: Part, page: string, ids: string[], mark: string, rank: number,
    isAway: boolean, lost: number }} Holder */

let holder = /** @type {Holder | null} */ (null),
  waits = false;
/** What took the place of an element that had the keyboard.
    @type {WeakMap<Element, Element>} */
const successors = new WeakMap();

/** The id of an element, unless it is one that Mantine draws by lot. */
const idOf = (/** @type {Element} */ { id }) => (id.startsWith("mantine-") ? "" : id);

/** Marks that say the state of a control, not which it is. */
const STATES = /^(dash|active|checked|error|expanded|indeterminate|loading|selected)/;

/** What an element is, whatever its words have become where marks say it. */
function markOf(/** @type {Part} */ element) {
  const marks = Object.entries(element.dataset).filter(([name]) => !STATES.test(name)),
    says = marks.length ? marks.flat() : [element.ariaLabel || element.textContent];
  return [element.tagName, element.getAttribute("name"), element.getAttribute("href"), ...says].join(" ");
}

const alike = (/** @type {ParentNode} */ box, /** @type {string} */ mark, /** @type {string} */ tag) =>
  /** @type {Part[]} */ ([...box.querySelectorAll(tag)]).filter((one) => markOf(one) === mark);

function remember() {
  const element = /** @type {Part | null} */ (document.activeElement);
  holder = null;
  if (!element || element === document.body || element.closest(GRIDS)) return;
  const ids = [];
  for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) if (idOf(at)) ids.push(at.id);
  const mark = markOf(element),
    box = $(ids[0] === element.id ? ids[1] : ids[0]) ?? document;
  const rank = alike(box, mark, element.tagName).indexOf(element);
  holder = { element, page: location.pathname, ids, mark, rank, isAway: false, lost: 0 };
}

/** The like of what had the keyboard: of the same id, or of the same mark in the nearest part of the page that is still
    there. */
function like(/** @type {Holder} */ { element, ids, mark, rank }) {
  if (idOf(element)) return $(element.id);
  const box = ids.map($).find(Boolean),
    found = box ? alike(box, mark, element.tagName) : [];
  return found[found.length > rank ? rank : 0];
}

/** The nearest part that is still there and takes the keyboard: Tab goes on from it. */
const around = (/** @type {Holder} */ { ids }) => ids.map($).find(Boolean)?.closest('[tabindex="-1"]');
const takes = (/** @type {Element | null | undefined} */ one) => one?.checkVisibility() && !one.matches(":disabled");

function keep() {
  if (!holder || document.activeElement !== document.body) return;
  const { element, page } = holder;
  if (element.isConnected && !holder.isAway) holder = null; // it was let go
  if (!holder || (element.isConnected && element.matches(":disabled"))) return;
  if (!holder.lost) setTimeout(keep, GONE_MS);
  holder.lost ||= Date.now();
  const since = Date.now() - holder.lost,
    again = element.isConnected ? element : like(holder),
    found = takes(again) ? again : since >= GONE_MS && !element.isConnected && around(holder);
  if (page !== location.pathname || since > PATIENCE_MS) holder = null;
  else if (found) {
    successors.set(element, found);
    found.focus({ preventScroll: true });
  }
}

/** Not at once: between two elements, the keyboard is for a moment at none. */
function keepSoon() {
  if (!holder) return;
  if (!holder.element.isConnected || holder.element.matches(":disabled")) holder.isAway = true;
  if (waits || document.activeElement !== document.body) return;
  waits = true;
  requestAnimationFrame(() => {
    waits = false;
    keep();
  });
}

for (const event of ["focusin", "click"]) document.addEventListener(event, remember, true);
document.addEventListener(
  "pointerdown",
  () => {
    holder = null;
  },
  true,
);
document.addEventListener("focusout", keepSoon, true);
whenChanged(keepSoon);
new MutationObserver(keepSoon).observe(document.documentElement, {
  subtree: true,
  attributeFilter: ["disabled", "hidden"],
});

/** Give the keyboard to what a callback shows, now or when another has brought it; not once the person has gone
    elsewhere.
    @param {{ id: string, select?: boolean, preventScroll?: boolean } | null} wanted
    @param {Element | null} from what had it when the callback was called
    @returns {void} */
export function focusOn(wanted, from = document.activeElement, until = Date.now() + PATIENCE_MS) {
  const at = document.activeElement,
    before = (from && successors.get(from)) ?? from;
  if (!wanted || (at !== before && at !== document.body)) return;
  const found = $(wanted.id);
  if (found?.offsetParent && !found.matches(":disabled") && (!wanted.select || found.value)) {
    found.focus({ preventScroll: Boolean(wanted.preventScroll) });
    if (wanted.select) found.select();
  } else if (Date.now() < until) requestAnimationFrame(() => focusOn(wanted, before, until));
}
