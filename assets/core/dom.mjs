/* Elements of the page, made from what they are: nothing is ever read as HTML. */

/** The element of an id; null where the screen has none.
    @param {string} id
    @returns {any} */
export const $ = (id) => document.getElementById(id);

/** The first element that a selector names, where the screen is known to have one.
    @param {string} selector
    @returns {any} */
export const first = (selector) => document.querySelector(selector);

/** The nearest element around an event's that a selector names; null where there is none.
    @param {Event} event
    @param {string} selector
    @returns {any} */
export const closest = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

/** The element of an event.
    @param {Event} event
    @returns {any} */
export const target = (event) => event.target;

/** An element. `on…` are handlers, what the element has as a property is set as one, the rest are attributes;
    what is null is left out, so is an attribute that is false. Children may be in lists; texts are texts.
    @param {string} tag
    @param {Record<string, any>} attributes
    @param {...any} children
    @returns {any} */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && name !== "list") made[name] = value;
    else if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Put a text in a field as if it were typed: Dash keeps its own copy of what a field holds.
    @param {HTMLInputElement | HTMLTextAreaElement} field
    @param {string} value */
export function fill(field, value) {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set?.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Copy a text; say whether the browser let it, which it does not where the page comes without HTTPS. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

const updates = [];

/** Do something now, and each time that elements came to the page or left it. */
export function whenChanged(update) {
  updates.push(update);
  update();
}

new MutationObserver(() => {
  for (const update of updates) update();
}).observe(document.documentElement, { childList: true, subtree: true });
