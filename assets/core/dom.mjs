/* Elements of the page, made from what they are: nothing is ever read as HTML. */

/** The element of an id; null where the screen has none.
    @param {string} id
    @returns {Part | null} */
export const $ = (id) => /** @type {Part | null} */ (document.getElementById(id));

/** The element of an id, where the screen is known to have it.
    @type {(id: string) => Part} */
export const the = (id) => /** @type {Part} */ (document.getElementById(id));

/** The first element that a selector names, where the screen, or the element, is known to have one.
    @type {(selector: string, within?: ParentNode) => Part} */
export const first = (selector, within = document) => /** @type {Part} */ (within.querySelector(selector));

/** The element around another that a selector names, where it is known to have one.
    @type {(selector: string, of: Element) => Part} */
export const around = (selector, of) => /** @type {Part} */ (of.closest(selector));

/** The nearest element around an event's that a selector names; null where there is none.
    @type {(event: Event, selector: string) => Part | null} */
export const closest = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

/** The element of an event.
    @type {(event: Event) => Part} */
export const target = (event) => /** @type {Part} */ (event.target);

/** An element. `on…` are handlers, what the element has as a property is set as one, the rest are attributes;
    what is null is left out, so is an attribute that is false. Children may be in lists; texts are texts.
    @param {string} tag
    @param {Attributes} attributes
    @param {...(Child | Child[])} children
    @returns {Part} */
export function el(tag, attributes = {}, ...children) {
  const made = /** @type {Part} */ (document.createElement(tag));
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (name === "class") made.className = String(value);
    else if (typeof value === "function") made.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (name in made && name !== "list") Object.assign(made, { [name]: value });
    else if (value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** A button that does something.
    @type {(press: () => void, attributes: Attributes, ...children: Child[]) => Part} */
export const button = (press, attributes, ...children) =>
  el("button", { type: "button", onclick: press, ...attributes }, ...children);

/** A copy of the first element of another: what a model holds.
    @type {(model: Part) => Part} */
export const copyOf = (model) => /** @type {Part} */ (model.firstElementChild).cloneNode(true);

/** Put a text in a field as if it were typed: Dash keeps its own copy of what a field holds.
    @type {(field: Part, value: string) => void} */
export function fill(field, value) {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set?.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Copy a text; say whether the browser let it, which it does not where the page comes without HTTPS. */
export async function copy(/** @type {string} */ text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

const updates = /** @type {(() => void)[]} */ ([]);

/** Do something now, and each time that elements came to the page or left it. */
export function whenChanged(/** @type {() => void} */ update) {
  updates.push(update);
  update();
}

new MutationObserver(() => {
  for (const update of updates) update();
}).observe(document.documentElement, { childList: true, subtree: true });
