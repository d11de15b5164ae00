/* A search finds in the browser what Python finds; a sentence counts as `ngettext` does. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

globalThis.document = { documentElement: { lang: "fr" } };
const { date, fill, number, written } = await import("../../assets/core/format.mjs");
const { fits, setLists } = await import("../../assets/core/words.mjs");

const { small, full, pairs } = JSON.parse(readFileSync(new URL("cases/words.json", import.meta.url), "utf-8"));
const texts = { places: "{n} lieux", places_one: "{n} lieu", remind: "{n} rappels", remind_one: "un rappel" };
const spoken = (lang, use) => {
  document.documentElement.lang = lang;
  return use();
};

test("every search finds what Python finds", () => {
  setLists({ small, full });
  for (const [text, searched, found] of pairs) assert.equal(fits(text, searched), found, `${text} / ${searched}`);
});

test("French counts 0 and 1 as one, English 1 alone", () => {
  const of = (lang, n) => spoken(lang, () => fill(texts, "places", { n }));
  assert.deepEqual([of("fr", 0), of("fr", 1), of("fr", 2)], ["0 lieu", "1 lieu", "2 lieux"]);
  assert.deepEqual([of("en", 0), of("en", 1), of("en", 2)], ["0 lieux", "1 lieu", "2 lieux"]);
});

test("a sentence that does not write its number speaks of exactly one", () => {
  assert.deepEqual(
    [0, 1, 2].map((n) => spoken("fr", () => fill(texts, "remind", { n }))),
    ["0 rappels", "un rappel", "2 rappels"],
  );
});

test("figures are written in the language of the page", () => {
  assert.equal(
    spoken("fr", () => written(2.5)),
    "2,5",
  );
  assert.equal(
    spoken("en", () => written(2.5)),
    "2.5",
  );
  assert.equal(
    spoken("fr", () => number(1234.56, 1)),
    "1\u202f234,6",
  );
});

test("the first of a month is an ordinal in French", () => {
  const first = Date.UTC(2026, 7, 1) / 864e5;
  assert.equal(
    spoken("fr", () => date(first)),
    "1er août 2026",
  );
  assert.equal(
    spoken("fr", () => date(first + 10)),
    "11 août 2026",
  );
  assert.equal(
    spoken("en", () => date(first)),
    "Aug 1, 2026",
  );
});
