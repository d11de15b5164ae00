/* Where a name of the map stands: at its place or beside it, inside the edges, off the marks and off other names. */

/** @import { Box, Label } from "../types/map" */

const EDGE_PX = 4,
  MARK_PX = 7,
  FAR_PX = 70;
/** Ways to stand, the nearest first: to the right, in widths of the name or of `FAR_PX`, beyond which it would seem that
    of another place; down, in heights. */
const WAYS = [0, 0.25, -0.25, 0.5, -0.5, 0.75, -0.75]
  .flatMap((across) => [0, -0.6, 0.6, -1.2, 1.2, -1.8, 1.8].map((down) => [across, down]))
  .sort(([a, b], [c, d]) => Math.hypot(2 * a, b) - Math.hypot(2 * c, d));

const touches = (/** @type {Box} */ a, /** @type {Box} */ b) =>
  a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
const covers = (/** @type {Box} */ box, /** @type {number[]} */ [x, y]) =>
  box[0] < x + MARK_PX && box[2] > x - MARK_PX && box[1] < y + MARK_PX && box[3] > y - MARK_PX;

/** The box [west, north, east, south] of a name of so many pixels about (x, y), the nearest that touches none of `taken`
    and covers none of `marks` ([x, y] each); null where there is none.
    @type {(name: Label, corner: number[], taken: Box[], marks: number[][]) => Box | null} */
export function spot({ x, y, width, height }, [right, bottom], taken, marks) {
  if (x < 0 || y < 0 || x > right || y > bottom) return null;
  const inside = (/** @type {number} */ at, /** @type {number} */ length, /** @type {number} */ end) =>
    Math.max(EDGE_PX, Math.min(at, end - EDGE_PX - length));
  for (const [across, down] of WAYS) {
    const west = inside(x - width / 2 + across * Math.min(width, FAR_PX), width, right),
      north = inside(y + (down - 0.75) * height, height, bottom),
      box = /** @type {Box} */ ([west, north, west + width, north + height]);
    if (!taken.some((other) => touches(box, other)) && !marks.some((mark) => covers(box, mark))) return box;
  }
  return null;
}
