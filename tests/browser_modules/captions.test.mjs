// A chart's picture holds the chart, its title and every note whole, whatever their texts are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { captioned, wrapped } from "../../assets/core/captions.mjs";

const LOOK = { width: 300, height: 120, paper: "#ffffff", ink: "#000000" };

test("no word of a note is lost, and no line is longer than asked unless one word is", () => {
  const text = "Sources : Locaux de bailleurs (exemple) ; https://convergence.example/?kinds=premises&area=300-";
  for (const most of [1, 12, 40, 1000]) {
    const lines = wrapped(text, most);
    assert.equal(lines.join(" "), text);
    assert.ok(lines.every((line) => line.length <= most || !line.includes(" ")));
  }
});

test("the picture grows with its notes, and what they say is never markup", () => {
  const chart = '<svg width="300" height="120"><g/></svg>';
  const short = captioned(chart, "Surface", ["une note"], LOOK),
    long = captioned(chart, "<script>&", ["une note", "a ".repeat(200)], LOOK);
  assert.ok(long.height > short.height && short.height > LOOK.height);
  assert.ok(short.svg.includes("Surface") && short.svg.includes("une note") && short.svg.includes('<svg x="0"'));
  assert.ok(!long.svg.includes("<script>") && long.svg.includes("&#60;script&#62;&#38;"));
});
