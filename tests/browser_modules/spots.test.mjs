/* A name of the map stands inside its edges, off the other names, and off the marks where it can. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { spot } from "../../assets/map/spots.mjs";

const NAME = { x: 200, y: 150, width: 80, height: 18 };
const MAP = [400, 300];
const meets = ([w, n, e, s], [x, y]) => x > w && x < e && y > n && y < s;

test("a name stands about its own place where nothing is", () => {
  const [west, north, east, south] = spot(NAME, MAP, [], []);
  assert.deepEqual([west, east], [160, 240]);
  assert.ok(north < 150 && south > 150);
});

test("a name leaves a mark in sight", () => {
  const mark = [200, 148];
  assert.ok(meets(spot(NAME, MAP, [], []), mark));
  assert.ok(!meets(spot(NAME, MAP, [], [mark]), mark));
});

test("a name is never cut by an edge, and is left out where its place is out of sight", () => {
  const [west] = spot({ ...NAME, x: 5 }, MAP, [], []);
  assert.ok(west >= 0);
  assert.equal(spot({ ...NAME, x: -5 }, MAP, [], []), null);
});

test("a name that would touch others wherever it stands is left out", () => {
  assert.equal(spot(NAME, MAP, [[0, 0, 400, 300]], []), null);
});

test("a name goes no further from its place than the first spot that hides no mark", () => {
  const marks = [
    [200, 140],
    [200, 150],
    [200, 160],
  ];
  const [west, north, east, south] = spot(NAME, MAP, [], marks);
  assert.ok(marks.every((mark) => !meets([west, north, east, south], mark)));
  assert.ok(Math.abs((west + east) / 2 - 200) <= 70 && Math.abs((north + south) / 2 - 145) <= 36);
});

test("a name that marks would strike wherever it stands is left out", () => {
  const everywhere = Array.from({ length: 1200 }, (_none, i) => [(i % 40) * 10, Math.floor(i / 40) * 10]);
  assert.equal(spot(NAME, MAP, [], everywhere), null);
});
