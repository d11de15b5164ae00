/* Numbers, dates and sentences in the language of the page. */
import * as crossfilter from "./crossfilter.mjs";

export const language = () => document.documentElement.lang || "fr";
const formats = new Map();

export function number(value, decimals = 0) {
  const key = language() + decimals;
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(language(), { maximumFractionDigits: decimals }));
  return formats.get(key).format(value);
}

export function date(days) {
  const key = `date${language()}`;
  if (!formats.has(key))
    formats.set(
      key,
      new Intl.DateTimeFormat(language(), { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" }),
    );
  return ordinal(formats.get(key).format(days * 864e5));
}

/** A written date; in French the first of a month is « 1er » (as in i18n/numbers.py). */
export const ordinal = (text) => (language() === "fr" ? text.replace(/^1(?=\s)/, "1er") : text);

/** A figure as one writes it; a day as the calendar field takes it. */
export const written = (value) =>
  typeof value === "number" ? String(value).replace(".", language() === "fr" ? "," : ".") : (value ?? "");

/** The sentence for one thing where there is one and `n` is singular: 0 and 1 in French, 1 elsewhere (as `ngettext`
    in Python).
    A sentence that does not write `n` speaks of exactly one. */
function counted(texts, key, n) {
  const one = texts[`${key}_one`],
    count = String(n);
  if (!one || !["0", "1"].includes(count)) return texts[key];
  return count === "1" || (language() === "fr" && one.includes("{n}")) ? one : texts[key];
}

/** A sentence of some texts, its places filled. */
export const fill = (texts, key, values = {}) =>
  (counted(texts, key, values.n) || key).replace(/\{(\w+)\}/g, (_, name) => (name in values ? values[name] : ""));
export const text = (/** @type {PageContext} */ ctx, key, values = {}) => fill(ctx.config.texts, key, values);

export const quantity = (facet, value) =>
  facet.is_date ? date(value) : number(value, facet.decimals) + (facet.unit ? `\u202f${facet.unit}` : "");

/** What the values of a facet that are not shown are called: unknown, or known and kept confidential. */
export const unknown = (/** @type {PageContext} */ ctx, facet) =>
  text(ctx, facet.withheld ? "unknown_or_withheld" : "unknown_values");

function isWithheld(/** @type {PageContext} */ ctx, facet, row) {
  /** @type {import("../types/page").Declared | undefined} */
  const column = ctx.config.columns.find((one) => one.id === facet.withheld);
  return column?.codes?.[ctx.engine.table.columns[column.id][row]] === "yes";
}

/** One row's value of a facet in words. */
export function cell(/** @type {PageContext} */ ctx, facet, row) {
  if (facet.kind === "range") {
    const v = facet.data[row];
    if (v !== crossfilter.UNKNOWN_INT) return quantity(facet, v / 10 ** facet.decimals);
    return text(ctx, isWithheld(ctx, facet, row) ? "withheld" : "unknown");
  }
  if (facet.kind === "category") return facet.labels[facet.data[row]];
  const names = [];
  for (let bits = facet.data[row], i = 0; bits; bits >>= 1, i++) if (bits & 1) names.push(facet.labels[i]);
  return names.join(", ");
}

/** A facet's filter in words, for chips and hints. */
export function filter(/** @type {PageContext} */ ctx, facet, value) {
  if (facet.kind === "range") {
    const parts = [];
    if (value.low !== null && value.high !== null)
      parts.push(`${quantity({ ...facet, unit: "" }, value.low)} – ${quantity(facet, value.high)}`);
    else if (value.low !== null) parts.push(`≥ ${quantity(facet, value.low)}`);
    else if (value.high !== null) parts.push(`≤ ${quantity(facet, value.high)}`);
    if (value.unknown) parts.push(unknown(ctx, facet));
    return parts.join(" + ");
  }
  if (facet.kind === "polygon") return text(ctx, "drawn_zone");
  if (facet.kind === "pick") return value.length === 1 ? value[0] : text(ctx, "picked", { n: number(value.length) });
  let codes = value,
    names = [];
  for (const [group, members] of Object.entries(facet.groups || {})) {
    if (members.length && members.every((code) => codes.includes(code))) {
      names.push(facet.group_labels[group]);
      codes = codes.filter((code) => !members.includes(code));
    }
  }
  names = names.concat(codes.map((code) => facet.labels[facet.index.get(code)]));
  return names.length > 3
    ? text(ctx, "and_more", { names: names.slice(0, 2).join(", "), n: number(names.length - 2) })
    : names.join(", ");
}
