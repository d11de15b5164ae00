/* The cross-filter, the actions on the state and the query of an address give what Python gives for the same filters. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { create, decode } from "../../assets/core/crossfilter.mjs";
import { toQuery } from "../../assets/core/query.mjs";
import { reduce } from "../../assets/core/reducer.mjs";

const cases = JSON.parse(readFileSync(new URL("cases/selections.json", import.meta.url), "utf-8"));
const bytes = Uint8Array.from(Buffer.from(cases.table, "base64"));
const engine = create(decode(bytes.buffer), cases.facets);
const nothing = { filters: {}, focus: null, params: {} };

/** The state in which a person has set each filter in turn. */
const set = (filters) =>
  Object.entries(filters).reduce(
    (state, [facet, value]) => reduce(state, { type: "set", facet, value }, engine.byId),
    nothing,
  );

test("every selection keeps the places and gives the counts that Python gives", () => {
  for (const { filters, rows, counts, lifted } of cases.selections) {
    const result = engine.compute(set(filters).filters);
    assert.deepEqual(Array.from(result.rows), rows, JSON.stringify(filters));
    const given = Object.fromEntries(Object.entries(result.counts).map(([id, bars]) => [id, Array.from(bars)]));
    assert.deepEqual(given, counts, JSON.stringify(filters));
    assert.deepEqual(result.lifted, lifted, JSON.stringify(filters));
  }
});

test("every selection is written as Python writes it", () => {
  for (const { filters, query } of cases.selections)
    assert.equal(toQuery(set(filters), engine.facets, "place", {}), query);
});

test("an action that changes nothing gives back the very same state", () => {
  for (const { filters } of cases.selections) {
    const state = set(filters);
    for (const [facet, value] of Object.entries(state.filters))
      assert.equal(reduce(state, { type: "set", facet, value }, engine.byId), state);
    assert.equal(reduce(state, { type: "focus", id: null }, engine.byId), state);
  }
});

test("an unknown action is refused", () => {
  assert.throws(() => reduce(nothing, { type: "?" }, engine.byId), /unknown action/);
});

test("bytes that are no table are refused", () => {
  assert.throws(() => decode(new ArrayBuffer(16)), /not a column table/);
});
