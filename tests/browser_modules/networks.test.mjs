// Networks of an address are in the browser what they are in Python: read, written, and begun.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { read, withHub, write } from "../../assets/convergence/network_address.mjs";

const { bounds, cases } = JSON.parse(readFileSync(new URL("cases/networks.json", import.meta.url), "utf-8"));

test("every text gives the networks that Python reads, and they are written alike", () => {
  for (const { text, networks, written, begun } of cases) {
    const found = read(text, bounds);
    assert.deepEqual(found, networks, text);
    assert.equal(write(found), written, text);
    assert.equal(write(withHub(found, "HUB-1", bounds)), begun, text);
  }
  assert.ok(cases.filter(({ networks }) => networks.length).length > 20);
});
