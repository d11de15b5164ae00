/* Cross-filter engine: typed columns and facet declarations in, counts and visible rows out.
   Pure: no page, no network. Generic: it knows kinds of facets and names no field.
   The same rules stand in domain/facet.py; a property test holds both equal. */
(function (root) {
  "use strict";
  const UNKNOWN = "unknown";
  const UNKNOWN_INT = -(2 ** 31);
  const COORDINATE_SCALE = 1e6;
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

  /** Each tester returns row -> passes, or null when the facet filters nothing. */
  const testers = {
    category(facet, column, value) {
      const wanted = new Uint8Array(facet.codes.length);
      for (const code of value) if (facet.index.has(code)) wanted[facet.index.get(code)] = 1;
      return (row) => wanted[column[row]] === 1;
    },
    flag(facet, column, value) {
      let wanted = 0;
      for (const code of value) if (facet.index.has(code)) wanted |= 1 << facet.index.get(code);
      return (row) => (column[row] & wanted) !== 0;
    },
    range(facet, column, value) {
      const bounded = value.low !== null || value.high !== null;
      const low = value.low === null ? -Infinity : scaled(facet, value.low);
      const high = value.high === null ? Infinity : scaled(facet, value.high);
      const unknown = value.unknown;
      return (row) => {
        const v = column[row];
        return v === UNKNOWN_INT ? unknown : bounded && v >= low && v <= high;
      };
    },
    polygon(facet, column, value) {
      const ring = value.map(([lon, lat]) => [Math.round(lon * COORDINATE_SCALE), Math.round(lat * COORDINATE_SCALE)]);
      return (row) => {
        const x = column[2 * row], y = column[2 * row + 1];
        let inside = false;
        for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
          const [xi, yi] = ring[i], [xj, yj] = ring[j];
          if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
        }
        return inside;
      };
    },
    pick(facet, column, value) {
      const wanted = new Set(value.map((id) => facet.index.get(id)));
      return (row) => wanted.has(row);
    },
  };

  /** Bar of a row of each kind; -1 where the facet has no bars. */
  function binner(facet, column) {
    if (facet.kind === "category") return column;
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
      return facet;
    });
    const byId = new Map(facets.map((facet) => [facet.id, facet]));
    const fail = new Uint32Array(table.rows);
    const applied = new Map();

    function refresh(facet, value) {
      const key = isActive(facet, value) ? JSON.stringify(value) : "";
      if ((applied.get(facet.id) || "") === key) return;
      applied.set(facet.id, key);
      const { bit } = facet, keep = ~bit;
      if (!key) {
        for (let row = 0; row < fail.length; row++) fail[row] &= keep;
        return;
      }
      const passes = testers[facet.kind](facet, facet.data, value);
      for (let row = 0; row < fail.length; row++) fail[row] = passes(row) ? fail[row] & keep : fail[row] | bit;
    }

    function tally(counts, facet, row) {
      if (facet.bars) counts[facet.bars[row]]++;
      else if (facet.kind === "flag") {
        for (let bits = facet.data[row], i = 0; bits; bits >>= 1, i++) if (bits & 1) counts[i]++;
      } else counts[0]++;
    }

    /** Evaluate filters: visible rows, and each facet's counts with its own filter lifted. */
    function compute(filters) {
      for (const facet of facets) refresh(facet, filters[facet.id]);
      const counts = {}, extra = {};
      for (const facet of facets) counts[facet.id] = new Int32Array(facet.size);
      for (const facet of facets) extra[facet.id] = 0;
      const byBit = new Map(facets.map((facet) => [facet.bit, facet]));
      let visible = 0;
      const passing = new Int32Array(fail.length);
      for (let row = 0; row < fail.length; row++) {
        const f = fail[row];
        if (f === 0) passing[visible++] = row;
        else if ((f & (f - 1)) === 0) {
          const only = byBit.get(f);
          extra[only.id]++;
          tally(counts[only.id], only, row);
        }
      }
      const rows = passing.subarray(0, visible);
      for (const facet of facets) countRows(counts[facet.id], facet, rows);
      const lifted = {};
      for (const facet of facets) lifted[facet.id] = visible + extra[facet.id];
      return { visible, rows, fail, counts, lifted };
    }

    function countRows(counts, facet, rows) {
      const bars = facet.bars;
      if (bars) for (let k = 0; k < rows.length; k++) counts[bars[rows[k]]]++;
      else if (facet.kind === "flag") for (let k = 0; k < rows.length; k++) tally(counts, facet, rows[k]);
      else counts[0] += rows.length;
    }

    return { table, facets, byId, compute };
  }

  const sameFilter = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  /** Pure state transitions; returns the same object when nothing changes.
      set {facet, value} · toggle {facet, code, only} · lift {facet} · clear · focus {id} · replace {state}. */
  function reduce(state, action, byId) {
    const next = (filters) => ({ ...state, filters });
    switch (action.type) {
      case "replace":
        return sameFilter(action.state, state) ? state : { filters: {}, focus: null, ...action.state };
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
      const end = (v) => (v === null || v === undefined || v === "" || !isFinite(v) ? null : scaled(facet, +v) / 10 ** facet.decimals);
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

  const writers = {
    range(facet, value) {
      const end = (v) => (v === null ? "" : facet.is_date ? writeDay(v) : plain(v, facet.decimals));
      const body = value.low === null && value.high === null ? "" : `${end(value.low)}-${end(value.high)}`;
      return value.unknown ? (body ? body + "." : "") + UNKNOWN : body;
    },
    polygon: (facet, value) => value.map(([x, y]) => `${plain(x, 5)},${plain(y, 5)}`).join("_"),
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
    for (const [key, value] of Object.entries(keep || {})) parts.push(`${key}=${encodeURIComponent(value)}`);
    return parts.join("&");
  }

  const api = { decode, create, reduce, toQuery, isActive, UNKNOWN, UNKNOWN_INT };
  root.convergence = Object.assign(root.convergence || {}, { engine: api });
  if (typeof module !== "undefined") module.exports = api;
})(typeof window === "undefined" ? globalThis : window);
