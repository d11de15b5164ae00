/* Cross-filter engine: typed columns and facet declarations in, counts and visible rows out.
   Pure: no page, no network. Generic: it knows kinds of facets and names no field.
   The same rules stand in domain/facet.py; a property test holds both equal. */
(function (root) {
  "use strict";
  const UNKNOWN = "unknown";
  const UNKNOWN_INT = -(2 ** 31);
  const COORDINATE_SCALE = 1e6;
  const MAX_QUANTITY = 1e8, DAYS = [-719162, 2932896]; // as in domain/facet.py
  const SLABS = 64;
  const ARRAYS = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, i4: Int32Array };

  /** Read the binary table: "CVX1", header length (u4), header JSON, then columns aligned on 8 bytes. */
  function decode(buffer) {
    const view = new DataView(buffer);
    if (view.getUint32(0, false) !== 0x43565831) throw new Error("not a column table");
    const headerLength = view.getUint32(4, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, headerLength)));
    const start = Math.ceil((8 + headerLength) / 8) * 8;
    const columns = {};
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

  const scaled = (facet, value) => Math.sign(value) * Math.floor(Math.abs(value) * 10 ** facet.decimals + 0.5);

  function isActive(facet, value) {
    if (value === undefined || value === null) return false;
    if (facet.kind === "range") return value.low !== null || value.high !== null || value.unknown;
    if (facet.kind === "polygon") return value.length >= 3;
    return value.length > 0;
  }

  /** Each sieve sets facet.bit in fail[row] where the row is rejected and clears it elsewhere.
      One plain loop a kind: a call a row would cost ten times more at 100,000 rows. */
  const sieves = {
    category(facet, fail, value) {
      const { data, bit } = facet, keep = ~bit;
      const rejects = new Uint32Array(facet.codes.length).fill(bit);
      for (const code of value) if (facet.index.has(code)) rejects[facet.index.get(code)] = 0;
      for (let row = 0; row < fail.length; row++) fail[row] = (fail[row] & keep) | rejects[data[row]];
    },
    flag(facet, fail, value) {
      const { data, bit } = facet, keep = ~bit;
      let wanted = 0;
      for (const code of value) if (facet.index.has(code)) wanted |= 1 << facet.index.get(code);
      for (let row = 0; row < fail.length; row++) fail[row] = data[row] & wanted ? fail[row] & keep : fail[row] | bit;
    },
    range(facet, fail, value) {
      const { data, bit } = facet, keep = ~bit;
      const bounded = value.low !== null || value.high !== null;
      const low = value.low === null ? -Infinity : scaled(facet, value.low);
      const high = value.high === null ? Infinity : scaled(facet, value.high);
      const ofUnknown = value.unknown ? 0 : bit, ofKnown = bounded ? 0 : bit;
      for (let row = 0; row < fail.length; row++) {
        const v = data[row];
        fail[row] = (fail[row] & keep) | (v === UNKNOWN_INT ? ofUnknown : v >= low && v <= high ? ofKnown : bit);
      }
    },
    polygon(facet, fail, value) {
      const { data, bit } = facet, keep = ~bit, inside = insideRing(value);
      for (let row = 0; row < fail.length; row++) fail[row] = inside(data[2 * row], data[2 * row + 1]) ? fail[row] & keep : fail[row] | bit;
    },
    pick(facet, fail, value) {
      for (let row = 0; row < fail.length; row++) fail[row] |= facet.bit;
      for (const id of value) if (facet.index.has(id)) fail[facet.index.get(id)] &= ~facet.bit;
    },
  };

  /** Even-odd rule on whole millionths of a degree. A horizontal line through a point meets only the edges of its slab;
      a point out of the ring's box crosses an even number of edges, so that none needs testing. */
  function insideRing(value) {
    const xs = value.map(([lon]) => Math.round(lon * COORDINATE_SCALE)), ys = value.map(([, lat]) => Math.round(lat * COORDINATE_SCALE));
    const west = Math.min(...xs), east = Math.max(...xs), south = Math.min(...ys), north = Math.max(...ys);
    const slabOf = (y) => Math.floor(((y - south) / (north - south + 1)) * SLABS);
    const slabs = Array.from({ length: SLABS }, () => []);
    xs.forEach((xi, i) => {
      const j = (i || xs.length) - 1, yi = ys[i], yj = ys[j];
      for (let slab = slabOf(Math.min(yi, yj)); slab <= slabOf(Math.max(yi, yj)); slab++) slabs[slab].push(xi, yi, xs[j], yj);
    });
    return (x, y) => {
      if (x < west || x > east || y < south || y > north) return false;
      const edges = slabs[slabOf(y)];
      let inside = false;
      for (let e = 0; e < edges.length; e += 4) {
        const xi = edges[e], yi = edges[e + 1], yj = edges[e + 3];
        if (yi > y !== yj > y && x < ((edges[e + 2] - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
      }
      return inside;
    };
  }

  /** Bar of each row, null where the facet has no bars; a row of flags falls in several bars: it is tallied by its set of flags. */
  function binner(facet, column) {
    if (facet.kind === "category" || facet.kind === "flag") return column;
    if (facet.kind !== "range") return null;
    const bars = new Uint8Array(column.length), edges = facet.edges;
    for (let row = 0; row < column.length; row++) {
      const v = column[row];
      let bar = 0;
      if (v === UNKNOWN_INT) bar = edges.length + 1;
      else while (bar < edges.length && v >= edges[bar]) bar++;
      bars[row] = bar;
    }
    return bars;
  }

  const barCount = (facet) => (facet.kind === "range" ? facet.edges.length + 2 : facet.codes ? facet.codes.length : 1);

  function count(counts, bars, rows) {
    for (let k = 0; k < rows.length; k++) counts[bars[rows[k]]]++;
  }

  /** Counts by set of flags to counts by flag. */
  function spread(bySet, size) {
    const counts = new Int32Array(size);
    for (let set = 0; set < bySet.length; set++) for (let i = 0; i < size; i++) if (set & (1 << i)) counts[i] += bySet[set];
    return counts;
  }

  /** Bind declarations to a table; returns {compute, table, facets}. */
  function create(table, declarations) {
    const facets = declarations.map((declared, bit) => {
      const facet = { ...declared, bit: 1 << bit };
      if (facet.kind === "pick") {
        facet.index = new Map();
        for (let row = 0; row < table.rows; row++) facet.index.set(table.columns[facet.column].at(row), row);
      } else if (facet.codes) {
        facet.index = new Map(facet.codes.map((code, i) => [code, i]));
      }
      facet.data = table.columns[facet.id];
      facet.bars = binner(facet, facet.data);
      facet.size = facet.kind === "pick" ? 1 : barCount(facet);
      facet.tallies = facet.kind === "flag" ? 2 ** facet.size : facet.size;
      return facet;
    });
    const byId = new Map(facets.map((facet) => [facet.id, facet]));
    const fail = new Uint32Array(table.rows);
    const applied = new Map();

    function refresh(facet, value) {
      const key = isActive(facet, value) ? JSON.stringify(value) : "";
      if ((applied.get(facet.id) || "") === key) return;
      applied.set(facet.id, key);
      if (key) return sieves[facet.kind](facet, fail, value);
      const keep = ~facet.bit;
      for (let row = 0; row < fail.length; row++) fail[row] &= keep;
    }

    /** Rows that pass every filter; a row that a single one rejects goes to that facet's `alone`. */
    function sift() {
      const passing = new Int32Array(fail.length), alone = facets.map(() => 0), counts = facets.map((facet) => new Int32Array(facet.tallies));
      let visible = 0;
      for (let row = 0; row < fail.length; row++) {
        const f = fail[row];
        if (f === 0) passing[visible++] = row;
        else if ((f & (f - 1)) === 0) {
          const at = 31 - Math.clz32(f), bars = facets[at].bars;
          alone[at]++;
          if (bars) counts[at][bars[row]]++;
        }
      }
      return { rows: passing.subarray(0, visible), visible, alone, counts };
    }

    /** Evaluate filters: visible rows, and each facet's counts with its own filter lifted. */
    function compute(filters) {
      for (const facet of facets) refresh(facet, filters[facet.id]);
      const { rows, visible, alone, counts: tallies } = sift();
      const counts = {}, lifted = {};
      facets.forEach((facet, at) => {
        lifted[facet.id] = visible + alone[at];
        if (facet.bars) count(tallies[at], facet.bars, rows);
        counts[facet.id] = facet.kind === "flag" ? spread(tallies[at], facet.size) : facet.bars ? tallies[at] : Int32Array.of(lifted[facet.id]);
      });
      return { visible, rows, fail, counts, lifted };
    }

    return { table, facets, byId, compute };
  }

  const sameFilter = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  /** Pure state transitions; returns the same object when nothing changes.
      param {key, value} · params {values} · set {facet, value} · toggle {facet, code, only} · lift {facet} · clear · focus {id} · replace {state}. */
  function reduce(state, action, byId) {
    const next = (filters) => ({ ...state, filters });
    switch (action.type) {
      case "replace":
        return sameFilter(action.state, state) ? state : { filters: {}, focus: null, params: {}, ...action.state };
      case "param": {
        const { [action.key]: before, ...others } = state.params;
        if ((before || "") === (action.value || "")) return state;
        return { ...state, params: action.value ? { ...others, [action.key]: action.value } : others };
      }
      case "params":
        return Object.entries(action.values).reduce((now, [key, value]) => reduce(now, { type: "param", key, value }, byId), state);
      case "clear":
        return Object.keys(state.filters).length ? next({}) : state;
      case "focus":
        return state.focus === action.id ? state : { ...state, focus: action.id || null };
      case "lift":
        return reduce(state, { type: "set", facet: action.facet, value: null }, byId);
      case "toggle": {
        const facet = byId.get(action.facet);
        const members = (facet.groups && facet.groups[action.code]) || [action.code];
        const current = new Set(state.filters[facet.id] || []);
        const held = members.every((code) => current.has(code));
        for (const code of members) held ? current.delete(code) : current.add(code);
        return reduce(state, { type: "set", facet: facet.id, value: [...current] }, byId);
      }
      case "set": {
        const facet = byId.get(action.facet);
        const value = canonical(facet, action.value);
        const { [facet.id]: before, ...others } = state.filters;
        if (!isActive(facet, value)) return before === undefined ? state : next(others);
        return sameFilter(before, value) ? state : next({ ...others, [facet.id]: value });
      }
      default:
        throw new Error("unknown action " + action.type);
    }
  }

  function canonical(facet, value) {
    if (value === null || value === undefined) return null;
    if (facet.kind === "range") {
      const [least, most] = facet.is_date ? DAYS : [-MAX_QUANTITY, MAX_QUANTITY];
      const given = (v) => v !== null && v !== undefined && v !== "" && isFinite(v) && +v >= least && +v <= most;
      const end = (v) => (given(v) ? scaled(facet, +v) / 10 ** facet.decimals : null);
      let low = end(value.low), high = end(value.high);
      if (low !== null && high !== null && low > high) [low, high] = [high, low];
      return { low, high, unknown: value.unknown === true };
    }
    if (facet.kind === "polygon") return simplify(value.map(([x, y]) => [round5(x), round5(y)]));
    const known = [...new Set(value)].filter((code) => facet.index.has(code));
    return known.sort((a, b) => facet.index.get(a) - facet.index.get(b)).slice(0, facet.kind === "pick" ? 200 : undefined);
  }

  const round5 = (v) => Math.round(v * 1e5) / 1e5;

  /** Keep at most 80 vertices: drop those that deviate least (Douglas–Peucker with a growing tolerance). */
  function simplify(points) {
    let ring = points.filter((p, i) => points.findIndex((q) => q[0] === p[0] && q[1] === p[1]) === i);
    for (let tolerance = 2e-5; ring.length > 80; tolerance *= 1.6) ring = douglasPeucker(ring, tolerance);
    return ring;
  }

  function douglasPeucker(points, tolerance) {
    if (points.length < 3) return points;
    const [ax, ay] = points[0], [bx, by] = points[points.length - 1];
    const length = Math.hypot(bx - ax, by - ay);
    let worst = 0, at = 0;
    for (let i = 1; i < points.length - 1; i++) {
      const [x, y] = points[i];
      const d = length ? Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length : Math.hypot(x - ax, y - ay);
      if (d > worst) { worst = d; at = i; }
    }
    if (worst <= tolerance) return [points[0], points[points.length - 1]];
    return [...douglasPeucker(points.slice(0, at + 1), tolerance).slice(0, -1), ...douglasPeucker(points.slice(at), tolerance)];
  }

  const plain = (v, decimals) => String(Math.round(v * 10 ** decimals) / 10 ** decimals);
  const writeDay = (days) => new Date(days * 864e5).toISOString().slice(0, 10).replaceAll("-", "");

  /** As domain/polyline.py: five bits a character, the least first, a sixth for « goes on », the sign in the lowest bit. */
  const SIXTY_FOUR = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  function writeDifference(difference) {
    let text = "", rest = difference < 0 ? -2 * difference - 1 : 2 * difference;
    for (; rest >= 32; rest >>= 5) text += SIXTY_FOUR[32 | (rest & 31)];
    return text + SIXTY_FOUR[rest];
  }

  const writers = {
    range(facet, value) {
      const end = (v) => (v === null ? "" : facet.is_date ? writeDay(v) : plain(v, facet.decimals));
      const body = value.low === null && value.high === null ? "" : `${end(value.low)}-${end(value.high)}`;
      return value.unknown ? (body ? body + "." : "") + UNKNOWN : body;
    },
    polygon(facet, value) {
      let before = [0, 0], text = "";
      for (const point of value) {
        const now = point.map((v) => Math.round(v * 1e5));
        text += now.map((v, axis) => writeDifference(v - before[axis])).join("");
        before = now;
      }
      return text;
    },
    category(facet, value) {
      const names = new Map(), chosen = new Set(value);
      for (const [group, members] of Object.entries(facet.groups || {})) {
        if (members.length && members.every((code) => chosen.has(code))) for (const code of members) names.set(code, group);
      }
      return [...new Set(value.map((code) => names.get(code) || code))].join(".");
    },
  };
  writers.flag = writers.category;
  writers.pick = (facet, value) => value.join(".");

  /** Write the canonical query, as Selection.to_query does; `keep` are other parameters to carry along. */
  function toQuery(state, facets, keep) {
    const parts = facets.filter((facet) => isActive(facet, state.filters[facet.id]))
      .map((facet) => `${facet.id}=${encodeURIComponent(writers[facet.kind](facet, state.filters[facet.id])).replaceAll("%2C", ",")}`);
    if (state.focus) parts.push("place=" + encodeURIComponent(state.focus));
    for (const [key, value] of Object.entries(keep || {})) parts.push(`${key}=${encodeURIComponent(value).replaceAll("%2C", ",")}`);
    return parts.join("&");
  }

  const api = { decode, create, reduce, toQuery, isActive, UNKNOWN, UNKNOWN_INT };
  root.convergence = Object.assign(root.convergence || {}, { engine: api });
  if (typeof module !== "undefined") module.exports = api;
})(typeof window === "undefined" ? globalThis : window);
