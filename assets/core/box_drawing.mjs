/* A chart that is made of boxes and words, drawn as SVG from where the page shows them. */
import { escaped, FONT } from "./captions.mjs";

const INVISIBLE = /^(?:transparent|rgba\(\d+, \d+, \d+, 0\))$/;
const LEFT_OUT = ".visually-hidden, .visually-hidden *, .picture-buttons, .picture-buttons *";

const tenth = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/** The drawing of a box of the page, and its size in pixels; what is scrolled out of view is drawn too.
    @type {(box: HTMLElement) => { svg: string, width: number, height: number }} */
export function drawnBox(box) {
  const origin = box.getBoundingClientRect(),
    [left, top] = [origin.left - box.scrollLeft, origin.top - box.scrollTop],
    [width, height] = [box.scrollWidth, box.scrollHeight];
  const parts = [...box.querySelectorAll("*")]
    .filter((each) => !each.matches(LEFT_OUT))
    .flatMap((each) => [shape(each, left, top), ...words(each, left, top)]);
  const head = `xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return { svg: `<svg ${head}>${parts.join("")}</svg>`, width, height };
}

/** The ground and the outline of an element; a ground that is a gradient is the line in its middle.
    @type {(each: Element, left: number, top: number) => string} */
function shape(each, left, top) {
  const style = getComputedStyle(each),
    rect = each.getBoundingClientRect();
  if (!rect.width || !rect.height || style.visibility === "hidden") return "";
  const [x, y, width, height] = [rect.left - left, rect.top - top, rect.width, rect.height].map(tenth);
  const line = /rgba?\([^)]*\)/.exec(style.backgroundImage)?.[0];
  if (line) return `<rect x="${x}" y="${y + height / 2 - 1}" width="${width}" height="2" fill="${line}"/>`;
  const border = Number.parseFloat(style.borderTopWidth) || 0,
    isOutlined = border > 0 && !INVISIBLE.test(style.borderTopColor),
    isFilled = !INVISIBLE.test(style.backgroundColor);
  if (!isOutlined && !isFilled) return "";
  const round = style.borderTopLeftRadius.endsWith("%") ? width / 2 : Number.parseFloat(style.borderTopLeftRadius) || 0;
  const outline = isOutlined ? ` stroke="${style.borderTopColor}" stroke-width="${border}"` : "";
  const ground = isFilled ? style.backgroundColor : "none";
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}" fill="${ground}"${outline}/>`;
}

/** The words that an element itself holds, each line where it stands and as wide as it is, whatever the font of the reader.
    @type {(each: Element, left: number, top: number) => string[]} */
function words(each, left, top) {
  const style = getComputedStyle(each),
    font = `font-family="${FONT}" font-size="${style.fontSize}" font-weight="${style.fontWeight}"`;
  if (style.visibility === "hidden") return [];
  const texts = [...each.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
  return texts.flatMap(linesOf).map(({ text, from, to, middle }) => {
    const [x, y, width] = [from - left, middle - top, to - from].map(tenth);
    const place = `x="${x}" y="${y}" textLength="${width}" lengthAdjust="spacingAndGlyphs" dominant-baseline="central"`;
    return `<text ${place} ${font} fill="${style.color}">${escaped(text)}</text>`;
  });
}

/** The lines in which a text is broken, with their ends and their middle in the window. */
function linesOf(/** @type {Node} */ node) {
  const lines = /** @type {{ text: string, from: number, to: number, middle: number }[]} */ ([]),
    range = document.createRange();
  for (const { 0: word, index } of (node.textContent ?? "").matchAll(/\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const { left, right, top, height } = range.getBoundingClientRect(),
      middle = top + height / 2,
      last = lines.at(-1);
    if (right <= left) continue;
    if (last && Math.abs(last.middle - middle) < height / 2)
      Object.assign(last, { text: `${last.text} ${word}`, to: right });
    else lines.push({ text: word, from: left, to: right, middle });
  }
  return lines;
}
