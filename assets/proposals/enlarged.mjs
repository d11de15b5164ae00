/* One photograph as large as the window: arrows go to the others, Escape closes. */
import { closest, first } from "../core/dom.mjs";

/** Show the photograph of a button, of all those, in the dialog that Dash lays out; the browser gives the keyboard back.
    @type {(dialog: Part, all: Part[], shown: Part) => void} */
export function enlarge(dialog, all, shown) {
  const [image, text] = dialog.children;
  function show(/** @type {number} */ rank) {
    shown = all[(rank + all.length) % all.length];
    const { src, alt, width, height } = /** @type {HTMLImageElement} */ (/** @type {unknown} */ (first("img", shown)));
    Object.assign(image, { src, alt, width, height });
    text.textContent = alt;
  }
  const step = (/** @type {number} */ move) => show(all.indexOf(shown) + move);
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
  show(all.indexOf(shown));
  dialog.showModal();
  first('[data-act="photos-close"]', dialog).focus();
}
