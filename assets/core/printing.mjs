// What goes on paper: the screen as it is shown (assets/print.css), the map at its own size made to fit; or one part alone.

const PAGE_PX = 700; // an A4 page between its margins
const HIGHEST_PX = 560;

/** The map keeps the size in which it was drawn, and is scaled as a whole. */
function fitMap() {
  const box = document.querySelector(".map-box");
  if (!(box instanceof HTMLElement) || !box.offsetWidth || !box.offsetHeight) return;
  const { offsetWidth: width, offsetHeight: height } = box;
  box.style.setProperty("--print-width", `${width}px`);
  box.style.setProperty("--print-height", `${height}px`);
  box.style.setProperty("--print-zoom", Math.min(1, PAGE_PX / width, HIGHEST_PX / height).toFixed(3));
}

/** Print one part alone: `name` is what `data-print` of the body is until it is printed. */
export function printOnly(/** @type {string} */ name) {
  document.body.dataset.print = name;
  window.print();
}

window.addEventListener("beforeprint", fitMap);
window.addEventListener("afterprint", () => delete document.body.dataset.print);
