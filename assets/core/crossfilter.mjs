/* Cross-filter engine: typed columns and facet declarations in, counts and visible rows out.
   Pure: no page, no network. Generic: it knows kinds of facets and names no field.
   The same rules stand in domain/facet.py; a property test holds both equal. */
export const UNKNOWN = "unknown";
export const UNKNOWN_INT = -(2 ** 31);
const COORDINATE_SCALE = 1e6;
const SLABS = 64;
const ARRAYS = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, i4: Int32Array };

/** @import { IntervalFilter } from "../types/answers"
    @import { ChoicesFacet, Declared, Engine, Facet, Filter, Filters, Numbers, PickFacet } from "../types/state"
    @import { Range, RangeFacet, Ring, Table, TextColumn, ZoneFacet } from "../types/state" */

/** What the head of the table says of a column.
    @typedef {{ name: string, offset: number, dtype: keyof typeof ARRAYS | "text", width?: number }} Head */

/** Read the binary table: "CVX1", header length (u4), header JSON, then columns aligned on 8 bytes.
    @returns {Table} */
export function decode(/** @type {ArrayBuffer} */ buffer) {
  const view = new DataView(buffer);
  if (view.getUint32(0, false) !== 0x43565831) throw new Error("not a column table");
  const headerLength = view.getUint32(4, true);
  /** @type {{ rows: number, columns: Head[] }} */
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, headerLength)));
  const start = Math.ceil((8 + headerLength) / 8) * 8;
  const columns = /** @type {Table["columns"]} */ ({});
  for (const column of header.columns) {
    const at = start + column.offset;
    if (column.dtype === "text") {
      const offsets = new Uint32Array(buffer, at, header.rows + 1);
      const bytes = new Uint8Array(buffer, at + Math.ceil((4 * (header.rows + 1)) / 8) * 8, offsets[header.rows]);
      const decoder = new TextDecoder();
      columns[column.name] = { at: (row) => decoder.decode(bytes.subarray(offsets[row], offsets[row + 1])) };
    } else {
      columns[column.name] = new ARRAYS[column.dtype](buffer, at, header.rows * (column.width || 1));
    }
  }
  return { rows: header.rows, columns };
}

/** A quantity as the columns hold it: whole, in the last decimal of its facet. */
export const scaled = (/** @type {Range} */ facet, /** @type {number} */ value) =>
  Math.sign(value) * Math.floor(Math.abs(value) * 10 ** facet.decimals + 0.5);

/** Whether a filter leaves anything out.
    @type {(facet: Facet, value: Filter | null | undefined) => boolean} */
export function isActive(facet, value) {
  if (value === undefined || value === null) return false;
  if (!Array.isArray(value)) return value.low !== null || value.high !== null || value.unknown;
  return value.length >= (facet.kind === "polygon" ? 3 : 1);
}

/** Where what is chosen stands, without what the facet does not know. */
const ranks = (/** @type {ChoicesFacet | PickFacet} */ { index }, /** @type {string[]} */ chosen) =>
  chosen.flatMap((one) => index.get(one) ?? []);

/** Each sieve sets facet.bit in fail[row] where the row is rejected and clears it elsewhere.
    One plain loop a kind: a call a row would cost ten times more at 100,000 rows. */
const sieves = {
  category(/** @type {ChoicesFacet} */ facet, /** @type {Uint32Array} */ fail, /** @type {string[]} */ value) {
    const { data, bit } = facet,
      keep = ~bit;
    const rejects = new Uint32Array(facet.codes.length).fill(bit);
    for (const rank of ranks(facet, value)) rejects[rank] = 0;
    for (let row = 0; row < fail.length; row++) fail[row] = (fail[row] & keep) | rejects[data[row]];
  },
  flag(/** @type {ChoicesFacet} */ facet, /** @type {Uint32Array} */ fail, /** @type {string[]} */ value) {
    const { data, bit } = facet,
      keep = ~bit;
    let wanted = 0;
    for (const rank of ranks(facet, value)) wanted |= 1 << rank;
    for (let row = 0; row < fail.length; row++) fail[row] = data[row] & wanted ? fail[row] & keep : fail[row] | bit;
  },
  range(/** @type {RangeFacet} */ facet, /** @type {Uint32Array} */ fail, /** @type {IntervalFilter} */ value) {
    const { data, bit } = facet,
      keep = ~bit;
    const bounded = value.low !== null || value.high !== null;
    const low = value.low === null ? -Infinity : scaled(facet, value.low);
    const high = value.high === null ? Infinity : scaled(facet, value.high);
    const ofUnknown = value.unknown ? 0 : bit,
      ofKnown = bounded ? 0 : bit;
    for (let row = 0; row < fail.length; row++) {
      const v = data[row];
      fail[row] = (fail[row] & keep) | (v === UNKNOWN_INT ? ofUnknown : v >= low && v <= high ? ofKnown : bit);
    }
  },
  polygon(/** @type {ZoneFacet} */ facet, /** @type {Uint32Array} */ fail, /** @type {Ring} */ value) {
    const { data, bit } = facet,
      keep = ~bit,
      inside = insideRing(value);
    for (let row = 0; row < fail.length; row++)
      fail[row] = inside(data[2 * row], data[2 * row + 1]) ? fail[row] & keep : fail[row] | bit;
  },
  pick(/** @type {PickFacet} */ facet, /** @type {Uint32Array} */ fail, /** @type {string[]} */ value) {
    for (let row = 0; row < fail.length; row++) fail[row] |= facet.bit;
    for (const row of ranks(facet, value)) fail[row] &= ~facet.bit;
  },
};

/** @typedef {(facet: Facet, fail: Uint32Array, value: Filter | undefined) => void} Sieve */

/** Even-odd rule on whole millionths of a degree. A horizontal line through a point meets only the edges of its slab;
    a point out of the ring's box crosses an even number of edges, so that none needs testing. */
function insideRing(/** @type {Ring} */ value) {
  const xs = value.map(([lon]) => Math.round(lon * COORDINATE_SCALE)),
    ys = value.map(([, lat]) => Math.round(lat * COORDINATE_SCALE));
  const west = Math.min(...xs),
    east = Math.max(...xs),
    south = Math.min(...ys),
    north = Math.max(...ys);
  const slabOf = (/** @type {number} */ y) => Math.floor(((y - south) / (north - south + 1)) * SLABS);
  const slabs = Array.from({ length: SLABS }, () => /** @type {number[]} */ ([]));
  xs.forEach((xi, i) => {
    const j = (i || xs.length) - 1,
      yi = ys[i],
      yj = ys[j];
    for (let slab = slabOf(Math.min(yi, yj)); slab <= slabOf(Math.max(yi, yj)); slab++)
      slabs[slab].push(xi, yi, xs[j], yj);
  });
  return (/** @type {number} */ x, /** @type {number} */ y) => {
    if (x < west || x > east || y < south || y > north) return false;
    const edges = slabs[slabOf(y)];
    let inside = false;
    for (let e = 0; e < edges.length; e += 4) {
      const xi = edges[e],
        yi = edges[e + 1],
        yj = edges[e + 3];
      if (yi > y !== yj > y && x < ((edges[e + 2] - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
    return inside;
  };
}

/** Bar of each row, null where the facet has no bars; a row of flags falls in several bars: it is tallied by its set
    of flags.
    @type {(facet: Declared, column: Numbers) => Numbers | null} */
function binner(facet, column) {
  if (facet.kind === "category" || facet.kind === "flag") return column;
  if (facet.kind !== "range") return null;
  const bars = new Uint8Array(column.length),
    edges = facet.edges;
  for (let row = 0; row < column.length; row++) {
    const v = column[row];
    let bar = 0;
    if (v === UNKNOWN_INT) bar = edges.length + 1;
    else while (bar < edges.length && v >= edges[bar]) bar++;
    bars[row] = bar;
  }
  return bars;
}

const barCount = (/** @type {Declared} */ facet) =>
  facet.kind === "range" ? facet.edges.length + 2 : "codes" in facet ? facet.codes.length : 1;

/** @type {(counts: Int32Array, bars: Numbers, rows: Int32Array) => void} */
function count(counts, bars, rows) {
  for (let k = 0; k < rows.length; k++) counts[bars[rows[k]]]++;
}

/** Counts by set of flags to counts by flag. */
function spread(/** @type {Int32Array} */ bySet, /** @type {number} */ size) {
  const counts = new Int32Array(size);
  for (let set = 0; set < bySet.length; set++)
    for (let i = 0; i < size; i++) if (set & (1 << i)) counts[i] += bySet[set];
  return counts;
}

/** Rows by what names them, or ranks of options by their codes.
    @type {(table: Table, facet: Declared) => Map<string, number> | undefined} */
function indexOf(table, facet) {
  if (facet.kind === "pick") {
    const names = /** @type {TextColumn} */ (table.columns[facet.column]);
    return new Map(Array.from({ length: table.rows }, (_, row) => [names.at(row), row]));
  }
  return "codes" in facet ? new Map(facet.codes.map((code, i) => [code, i])) : undefined;
}

/** Bind declarations to a table.
    @type {(table: Table, declarations: Declared[]) => Engine} */
export function create(table, declarations) {
  const facets = declarations.map((declared, bit) => {
    const data = /** @type {Numbers} */ (table.columns[declared.id]),
      size = barCount(declared),
      bars = binner(declared, data),
      tallies = declared.kind === "flag" ? 2 ** size : size;
    return /** @type {Facet} */ ({
      ...declared,
      bit: 1 << bit,
      data,
      bars,
      size,
      tallies,
      index: indexOf(table, declared),
    });
  });
  const byId = new Map(facets.map((facet) => [facet.id, facet]));
  const fail = new Uint32Array(table.rows);
  const applied = /** @type {Map<string, string>} */ (new Map());

  function refresh(/** @type {Facet} */ facet, /** @type {Filter | undefined} */ value) {
    const key = isActive(facet, value) ? JSON.stringify(value) : "";
    if ((applied.get(facet.id) || "") === key) return;
    applied.set(facet.id, key);
    if (key) return /** @type {Sieve} */ (sieves[facet.kind])(facet, fail, value);
    const keep = ~facet.bit;
    for (let row = 0; row < fail.length; row++) fail[row] &= keep;
  }

  /** Rows that pass every filter; a row that a single one rejects goes to that facet's `alone`. */
  function sift() {
    const passing = new Int32Array(fail.length),
      alone = facets.map(() => 0),
      counts = facets.map((facet) => new Int32Array(facet.tallies));
    let visible = 0;
    for (let row = 0; row < fail.length; row++) {
      const f = fail[row];
      if (f === 0) passing[visible++] = row;
      else if ((f & (f - 1)) === 0) {
        const at = 31 - Math.clz32(f),
          bars = facets[at].bars;
        alone[at]++;
        if (bars) counts[at][bars[row]]++;
      }
    }
    return { rows: passing.subarray(0, visible), visible, alone, counts };
  }

  /** Evaluate filters: visible rows, and each facet's counts with its own filter lifted. */
  function compute(/** @type {Filters} */ filters) {
    for (const facet of facets) refresh(facet, filters[facet.id]);
    const { rows, visible, alone, counts: tallies } = sift();
    const counts = /** @type {Record<string, Int32Array>} */ ({}),
      lifted = /** @type {Record<string, number>} */ ({});
    facets.forEach((facet, at) => {
      lifted[facet.id] = visible + alone[at];
      if (facet.bars) count(tallies[at], facet.bars, rows);
      counts[facet.id] =
        facet.kind === "flag"
          ? spread(tallies[at], facet.size)
          : facet.bars
            ? tallies[at]
            : Int32Array.of(lifted[facet.id]);
    });
    return { visible, rows, fail, counts, lifted };
  }

  return { table, facets, byId, compute };
}
