/* One photograph as large as the window: arrows go to the others, Escape closes. */
import { closest } from "../core/dom.mjs";

/** @import { AttachmentLine } from "../types/answers" */

/** Show a photograph in the dialog that Dash lays out.
    @type {(dialog: Part, all: AttachmentLine[], first: AttachmentLine,
    nameOf: (one: AttachmentLine) => string) => void} */
export function enlarge(dialog, all, first, nameOf) {
  const from = document.activeElement,
    [image, text] = dialog.children;
  let shown = first;
  function show(/** @type {AttachmentLine} */ one) {
    shown = one;
    Object.assign(image, { src: one.url, alt: nameOf(one), width: one.width, height: one.height });
    text.textContent = one.caption;
  }
  const step = (/** @type {number} */ move) => show(all[(all.indexOf(shown) + move + all.length) % all.length]);
  for (const turn of dialog.querySelectorAll(".photos-turn")) turn.hidden = all.length < 2;
  dialog.onkeydown = (event) => {
    event.stopPropagation();
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") step(event.key === "ArrowLeft" ? -1 : 1);
  };
  dialog.onclick = (event) => {
    const pressed = closest(event, "[data-act]")?.dataset.act;
    if (pressed === "photos-previous" || pressed === "photos-next") step(pressed === "photos-previous" ? -1 : 1);
    else if (pressed || event.target === dialog) dialog.close();
  };
  dialog.onclose = () => {
    if (from instanceof HTMLElement && from.isConnected) from.focus();
  };
  show(first);
  dialog.showModal();
  dialog.querySelector('[data-act="photos-close"]')?.focus();
}
