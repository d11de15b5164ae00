/* What is said of a ring of [lon, lat]: its vertices and its area. */
import * as format from "../core/format.mjs";

/** @import { Ring } from "../types/state" */

const DEGREE_M = (Math.PI * 6371008.8) / 180,
  HECTARE_M2 = 1e4;

/** The vertices of a ring of [lon, lat], each once. */
export const corners = (/** @type {Ring} */ ring) => {
  const last = ring.length - 1;
  return last > 0 && ring[0][0] === ring[last][0] && ring[0][1] === ring[last][1] ? ring.slice(0, -1) : ring;
};

/** The rings of a zone that holds several as one (domain/keyhole.py): they are taken apart at the vertex that all are
    left from and come back to. */
export function ringsOf(/** @type {Ring} */ zone) {
  const rings = [[zone[0]]];
  for (const vertex of zone.slice(1))
    if (vertex[0] === zone[0][0] && vertex[1] === zone[0][1]) rings.push([]);
    else rings[rings.length - 1].push(vertex);
  return rings.map(corners).filter((ring) => ring.length > 2);
}

/** Area of a ring of [lon, lat] in words, on a plane at its latitude (right to 0.3 %). */
export function area(/** @type {Ring} */ ring) {
  const [east, north] = [DEGREE_M * Math.cos((ring[0][1] * Math.PI) / 180), DEGREE_M];
  const at = ring.map(([lon, lat]) => [(lon - ring[0][0]) * east, (lat - ring[0][1]) * north]);
  const twice = at.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = at[(i + 1) % at.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  const metres = Math.abs(twice) / 2;
  return metres < HECTARE_M2 ? `${format.number(metres)}\u202fm²` : `${format.number(metres / HECTARE_M2, 1)}\u202fha`;
}
