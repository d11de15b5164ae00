/* Whoever signs out leaves no text of theirs on the device; what is not stored yet, they are told of first. */
import { forgetAll, stored } from "./unsent.mjs";

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target),
    { unsent } = form.dataset;
  if (!unsent) return;
  const button = /** @type {HTMLElement} */ (form.querySelector("button"));
  if (Object.keys(stored()).length && button.textContent !== unsent) {
    event.preventDefault();
    button.textContent = unsent;
  } else forgetAll();
});
