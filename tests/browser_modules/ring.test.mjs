/* The area that is said of an outline is the one that the projection of the measures gives, to 1 %. */
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { documentElement: { lang: "fr" } };
const { area, corners, ringsOf } = await import("../../assets/map/ring.mjs");

const L93_M2 = 9748; // EPSG:2154, by shapely
const RING = [
  [5.3925, 43.2955],
  [5.3937, 43.2955],
  [5.3937, 43.2964],
  [5.3925, 43.2964],
];

test("an outline has its area, closed or not, whichever way round", () => {
  const metres = (text) => Number(text.replace(/\D/g, ""));
  assert.ok(Math.abs(metres(area(RING)) - L93_M2) < 0.01 * L93_M2);
  assert.equal(area([...RING, RING[0]]), area(RING));
  assert.equal(area([...RING].reverse()).replace(/\d$/, ""), area(RING).replace(/\d$/, ""));
});

test("a large one is said in hectares", () => {
  assert.match(area(RING.map(([lon, lat]) => [lon * 10, lat])), /ha$/);
});

test("the vertices of a closed ring are each there once", () => {
  assert.deepEqual(corners([...RING, RING[0]]), RING);
  assert.deepEqual(corners(RING), RING);
  assert.deepEqual(corners([]), []);
});

test("a zone of several rings is taken apart where all are left and come back to", () => {
  const other = RING.map(([lon, lat]) => [lon + 0.01, lat]);
  const third = RING.map(([lon, lat]) => [lon + 0.02, lat]);
  const [start] = RING;
  assert.deepEqual(ringsOf(RING), [RING]);
  assert.deepEqual(ringsOf([...RING, start, ...other, other[0], start, ...third, third[0]]), [RING, other, third]);
});
