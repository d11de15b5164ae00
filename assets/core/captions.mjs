/* What is written around a chart in its picture: the title above, what must be said of it below. */

const MARGIN = 14,
  LINE = 16,
  TITLE = 34,
  CHARACTER = 6.2;
/** The font of the words of a picture. */
export const FONT = "'Source Sans 3', Arial, sans-serif";

/** @typedef {{ width: number, height: number, paper: string, ink: string }} Look */

/** A text as SVG holds it. */
export const escaped = (/** @type {string} */ text) =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[^\t\n\r -\uFFFD]/g, "");

/** A text in lines of at most `most` characters, cut between words.
    @type {(text: string, most: number) => string[]} */
export function wrapped(text, most) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A chart, drawn as SVG, under its title and above what must be said of it wherever it goes.
    @type {(chart: string, title: string, notes: string[], look: Look) => { svg: string, width: number, height: number }} */
export function captioned(chart, title, notes, { width, height, paper, ink }) {
  const lines = notes.flatMap((note) => wrapped(note, Math.floor((width - 2 * MARGIN) / CHARACTER)));
  const whole = TITLE + height + LINE * lines.length + MARGIN;
  const text = (/** @type {number} */ y, /** @type {string} */ words, /** @type {string} */ style) =>
    `<text x="${MARGIN}" y="${y}" font-family="${FONT}" fill="${ink}" ${style}>${escaped(words)}</text>`;
  const parts = [
    `<rect width="${width}" height="${whole}" fill="${paper}"/>`,
    text(22, title, 'font-size="15" font-weight="700"'),
    chart.replace("<svg", `<svg x="0" y="${TITLE}"`),
    ...lines.map((line, i) => text(TITLE + height + LINE * (i + 1), line, 'font-size="11.5"')),
  ];
  const head = `xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}"`;
  return {
    svg: `<svg ${head} role="img"><title>${escaped(title)}</title>${parts.join("")}</svg>`,
    width,
    height: whole,
  };
}
