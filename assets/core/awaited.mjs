/* Regions that are busy until their content comes: `data-until` is the selector of what they wait for. */
import { whenChanged } from "./dom.mjs";

const BUSY = '[data-until][aria-busy="true"]';

function update() {
  for (const region of document.querySelectorAll(BUSY)) {
    if (document.querySelector(region.dataset.until ?? "")) region.removeAttribute("aria-busy");
  }
}

whenChanged(update);
