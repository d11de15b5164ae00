/* What the screens that follow the first need, modules (`screens.mjs`) and styles: loaded before one of them is drawn. */
import { first } from "./dom.mjs";

const FIRST = "/";
let /** @type {() => Promise<unknown>} */ bring,
  loading = /** @type {Promise<void> | null} */ (null),
  isThere = false;

/** What loads their modules. */
export const serve = (/** @type {() => Promise<unknown>} */ load) => {
  bring = load;
};

/** Their styles, before those of all screens, which win where both say something; none where the page has them already. */
function styles() {
  const before = first('link[href*="/assets/style.css"]'),
    known = document.querySelectorAll('meta[name="screen-style"]');
  return [...known].map(
    (style) =>
      new Promise((onload, onerror) => {
        const href = style.getAttribute("content");
        before.before(Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload, onerror }));
      }),
  );
}

function load() {
  loading ??= Promise.all([bring(), ...styles()]).then(
    () => {
      isThere = true;
    },
    (error) => {
      loading = null; // it is tried again with the next link
      throw error;
    },
  );
  return loading;
}

/** Resolves once the screen of a path can be drawn; null where it can be already. */
export const needed = (/** @type {string} */ path) => (isThere || path === FIRST ? null : load());

/** A page that begins elsewhere, or goes on in its history, may draw any of them without a link being pressed. */
export const atStart = () => (location.pathname === FIRST && !history.state ? null : load());
