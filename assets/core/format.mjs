/* Numbers, dates and sentences in the language of the page. */
import { declared } from "./columns.mjs";
import * as crossfilter from "./crossfilter.mjs";

export const language = () => document.documentElement.lang || "fr";

/** @import { IntervalFilter } from "../types/answers"
    @import { ChoicesFacet, Column, Context, Facet, Filter, Range, Values } from "../types/state" */

const formats = /** @type {Map<string, { format(value: number): string }>} */ (new Map());

/** What writes figures or days, made once a language.
    @param {string} name
    @param {() => { format(value: number): string }} make */
function made(name, make) {
  const key = name + language(),
    known = formats.get(key) ?? make();
  if (!formats.has(key)) formats.set(key, known);
  return known;
}

export const number = (/** @type {number} */ value, decimals = 0) =>
  made(String(decimals), () => new Intl.NumberFormat(language(), { maximumFractionDigits: decimals })).format(value);

const DAY = /** @type {const} */ ({ timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });
export const date = (/** @type {number} */ days) =>
  ordinal(made("date", () => new Intl.DateTimeFormat(language(), DAY)).format(days * 864e5));

/** A written date; in French the first of a month is « 1er » (as in i18n/numbers.py). */
export const ordinal = (/** @type {string} */ text) => (language() === "fr" ? text.replace(/^1(?=\s)/, "1er") : text);

/** A figure as one writes it; a day as the calendar field takes it.
    @param {unknown} value */
export const written = (value) =>
  typeof value === "number" ? String(value).replace(".", language() === "fr" ? "," : ".") : (value ?? "");

/** What stands between a name and what is said of it, as the language writes it. */
const colon = () => (language() === "fr" ? " : " : ": ");
export const labelled = (/** @type {string} */ name, words = "") => name + colon() + words;

/** The sentence for one thing where there is one and `n` is singular: 0 and 1 in French, 1 elsewhere (as `ngettext`
    in Python).
    A sentence that does not write `n` speaks of exactly one.
    @type {(texts: Record<string, string>, key: string, n: string | number) => string} */
function counted(texts, key, n) {
  const one = texts[`${key}_one`],
    count = String(n);
  if (!one || !["0", "1"].includes(count)) return texts[key];
  return count === "1" || (language() === "fr" && one.includes("{n}")) ? one : texts[key];
}

/** A sentence of some texts, its places filled.
    @type {(texts: Record<string, string>, key: string, values?: Values) => string} */
export const fill = (texts, key, values = {}) =>
  (counted(texts, key, values.n) || key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
/** @type {(ctx: Context, key: string, values?: Values) => string} */
export const text = (ctx, key, values) => fill(ctx.config.texts, key, values);

export const quantity = (/** @type {Range} */ facet, /** @type {number} */ value) =>
  facet.is_date ? date(value) : number(value, facet.decimals) + (facet.unit ? `\u202f${facet.unit}` : "");

/** What the values of a facet that are not shown are called: unknown, or known and kept confidential. */
export const unknown = (/** @type {Context} */ ctx, /** @type {Range} */ facet) =>
  text(ctx, facet.withheld ? "unknown_or_withheld" : "unknown_values");

/** @type {(ctx: Context, facet: Range, row: number) => boolean} */
function isWithheld(ctx, { withheld }, row) {
  const column = withheld ? declared(ctx, withheld) : null;
  return column?.kind !== "range" && column?.codes[column.data[row]] === "yes";
}

/** One row's value of a facet in words.
    @type {(ctx: Context, facet: Column, row: number) => string} */
export function cell(ctx, facet, row) {
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

/** A facet's filter in words, for chips and hints.
    @type {(ctx: Context, facet: Facet, value: Filter) => string} */
export function filter(ctx, facet, value) {
  if (facet.kind === "range") return interval(ctx, facet, /** @type {IntervalFilter} */ (value));
  if (facet.kind === "polygon") return text(ctx, "drawn_zone");
  const chosen = /** @type {string[]} */ (value);
  if (facet.kind !== "pick") return choices(ctx, facet, chosen);
  return chosen.length === 1 ? chosen[0] : text(ctx, "picked", { n: number(chosen.length) });
}

/** @type {(ctx: Context, facet: Range, value: IntervalFilter) => string} */
function interval(ctx, facet, { low, high, unknown: isUnknownKept }) {
  const parts = [];
  if (low !== null && high !== null) parts.push(`${quantity({ ...facet, unit: "" }, low)} – ${quantity(facet, high)}`);
  else if (low !== null) parts.push(`≥ ${quantity(facet, low)}`);
  else if (high !== null) parts.push(`≤ ${quantity(facet, high)}`);
  if (isUnknownKept) parts.push(unknown(ctx, facet));
  return parts.join(" + ");
}

/** @type {(ctx: Context, facet: ChoicesFacet, codes: string[]) => string} */
function choices(ctx, facet, codes) {
  const names = [];
  for (const [group, members] of Object.entries(facet.groups)) {
    if (members.length && members.every((code) => codes.includes(code))) {
      names.push(facet.group_labels[group]);
      codes = codes.filter((code) => !members.includes(code));
    }
  }
  names.push(...codes.map((code) => facet.labels[facet.index.get(code) ?? -1]));
  return names.length > 3
    ? text(ctx, "and_more", { names: names.slice(0, 2).join(", "), n: number(names.length - 2) })
    : names.join(", ");
}
