/* Shares of a whole: they always make one, those that are locked stay, the free ones keep their proportions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { sharesOf, withShare } from "../../assets/core/shares.mjs";

const near = (found, wanted) => {
  assert.equal(found.length, wanted.length);
  for (const [i, value] of wanted.entries()) assert.ok(Math.abs(found[i] - value) < 1e-9, `${found} ≠ ${wanted}`);
};

test("weights become shares, equal where they weigh nothing", () => {
  near(sharesOf([1, 3]), [0.25, 0.75]);
  near(sharesOf([0, 0]), [0.5, 0.5]);
});

test("the free ones share the rest in their proportions", () => {
  near(withShare([0.25, 0.25, 0.5], 0, 0.4), [0.4, 0.2, 0.4]);
  near(withShare([1, 0, 0], 0, 0.5), [0.5, 0.25, 0.25]);
});

test("a locked share stays, and bounds what another may have", () => {
  const isFree = (i) => i !== 2;
  near(withShare([0.25, 0.25, 0.5], 0, 0.3, isFree), [0.3, 0.2, 0.5]);
  near(withShare([0.25, 0.25, 0.5], 0, 0.9, isFree), [0.5, 0, 0.5]);
});

test("nothing moves where no other is free", () => {
  near(
    withShare([0.25, 0.75], 0, 0.5, () => false),
    [0.25, 0.75],
  );
});
