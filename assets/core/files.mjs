/* Files dropped on a box of the page. */
import { closest } from "./dom.mjs";

const isIn = (/** @type {EventTarget | null} */ node, /** @type {Node} */ box) =>
  node instanceof Node && box.contains(node);

/** What is dropped on the box of a selector is given to `take`; while files are over it, the box has the class `over`.
    A box that `may` does not let take anything leaves them alone.
    @type {(selector: string, over: string, take: (files: File[]) => void, may?: () => boolean) => void} */
export function onDrop(selector, over, take, may = () => true) {
  const boxOf = (/** @type {DragEvent} */ event) =>
    may() && event.dataTransfer?.types.includes("Files") ? closest(event, selector) : null;
  document.addEventListener("dragover", (event) => {
    const box = boxOf(event);
    if (!box) return;
    event.preventDefault();
    box.classList.add(over);
  });
  document.addEventListener("dragleave", (event) => {
    const box = closest(event, selector);
    if (box && !isIn(event.relatedTarget, box)) box.classList.remove(over);
  });
  document.addEventListener("drop", (event) => {
    const box = boxOf(event);
    if (!box) return;
    event.preventDefault();
    box.classList.remove(over);
    take([...(event.dataTransfer?.files ?? [])]);
  });
}

/** Have files chosen, or a photograph taken, and give them to `take`.
    @type {(how: { accept: string, multiple?: boolean, capture?: string }, take: (files: File[]) => void) => void} */
export function choose({ capture, ...how }, take) {
  const input = Object.assign(document.createElement("input"), { type: "file", hidden: true, ...how });
  if (capture) input.setAttribute("capture", capture); // no property of it is known to a browser without a camera
  input.onchange = () => {
    take([...(input.files ?? [])]);
    input.remove();
  };
  input.oncancel = () => input.remove();
  document.body.append(input);
  input.click();
}
