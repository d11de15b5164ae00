/* A chart as a picture, PNG or SVG, with its title, what is filtered, its sources and its marks written in it. */
import { drawnBox } from "./box_drawing.mjs";
import { captioned } from "./captions.mjs";
import { $, around } from "./dom.mjs";
import { folded } from "./words.mjs";

const SHARP = 2;

/** @import { Graph } from "../types/charts" */

/** The pixels of a drawing.
    @type {(svg: string, width: number, height: number) => Promise<Blob | null>} */
async function pixels(svg, width, height) {
  const image = new Image(width, height);
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: width * SHARP, height: height * SHARP });
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** Hand a file over. */
function handOver(/** @type {Blob} */ file, /** @type {string} */ name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** What is on screen, in words: how many places, and each filter. */
function shown() {
  const filters = [...($("chips")?.children ?? [])]
    .map((chip) => chip.textContent?.replace("×", "").trim())
    .filter(Boolean);
  return [($("counter")?.textContent ?? "").trim(), ...filters].filter(Boolean).join(" ; ");
}

/** The chart of a box as SVG: Plotly's, or the boxes of the page; null while it is not drawn yet.
    @type {(box: HTMLElement) => Promise<{ svg: string, width: number, height: number } | null>} */
async function drawing(box) {
  const boxes = /** @type {HTMLElement | null} */ (box.querySelector("[data-drawn]"));
  if (boxes) return drawnBox(boxes);
  const graph = /** @type {Graph | null} */ (box.querySelector(".js-plotly-plot"));
  if (!graph?._fullLayout) return null;
  const { offsetWidth: width, offsetHeight: height } = graph;
  const drawn = await window.Plotly.toImage(graph, { format: "svg", width, height });
  return { svg: decodeURIComponent(drawn.slice(drawn.indexOf(",") + 1)), width, height };
}

/** Save the chart around a button, as what the button says. */
export async function save(/** @type {Part} */ button) {
  const box = around("[data-picture]", button),
    kind = button.dataset.savePicture;
  const drawn = await drawing(box);
  if (!drawn) return;
  const { svg: chart, width, height } = drawn;
  const css = getComputedStyle(document.documentElement),
    look = { width, height, paper: css.getPropertyValue("--paper").trim(), ink: css.getPropertyValue("--ink").trim() };
  const { picture: title = "", about } = box.dataset,
    { notes = "" } = around("[data-notes]", box).dataset;
  const made = captioned(chart, title, [about ?? shown(), notes, location.href], look);
  const name = folded(title).replace(/[^a-z0-9]+/g, "-");
  const file =
    kind === "svg" ? new Blob([made.svg], { type: "image/svg+xml" }) : await pixels(made.svg, made.width, made.height);
  if (file) handOver(file, `convergence-${name}.${kind}`);
}
