/* Networks in an address, `1.hub.shop.shop~name,…`: read, written and begun as domain/network.py does, which a test
   holds equal. */

/** @import { NetworkBounds } from "../types/answers" */
/** @typedef {{ number: number, hub: string, shops: string[], name: string }} Network */

const BETWEEN = ",",
  BEFORE_NAME = "~",
  NUMBER = /^[1-9][0-9]?$/,
  ID = /^[A-Za-z0-9_-]+$/;

/** A name on one line, without what separates networks, of at most so many characters.
    @type {(name: string, bounds: NetworkBounds) => string} */
export const clean = (name, { most_name }) =>
  [...name.replace(/[,~\p{C}\p{Z}]+/gu, " ").trim()].slice(0, most_name).join("").trim();

/** @type {(text: string, bounds: NetworkBounds) => Network | undefined} */
function one(text, bounds) {
  const at = `${text}${BEFORE_NAME}`.indexOf(BEFORE_NAME),
    [number, ...places] = text.slice(0, at).split("."),
    ids = [...new Set(places.filter((id) => ID.test(id) && id.length <= bounds.most_id))];
  if (!NUMBER.test(number) || !ids.length) return undefined;
  const [hub, ...shops] = ids.slice(0, 1 + bounds.most_shops);
  return { number: Number(number), hub, shops, name: clean(text.slice(at + 1), bounds) };
}

/** What is not valid is dropped.
    @type {(text: string, bounds: NetworkBounds) => Network[]} */
export function read(text, bounds) {
  const found = /** @type {Map<number, Network>} */ (new Map());
  for (const part of text.split(BETWEEN)) {
    const network = one(part, bounds);
    if (network && !found.has(network.number) && found.size < bounds.most) found.set(network.number, network);
  }
  return [...found.values()];
}

export const write = (/** @type {Network[]} */ networks) =>
  networks
    .map(({ number, hub, shops, name }) => [number, hub, ...shops].join(".") + (name ? BEFORE_NAME + name : ""))
    .join(BETWEEN);

/** Networks with one more, last, around a place that is its hub; the same ones once they are as many as may be.
    @type {(networks: Network[], hub: string, bounds: NetworkBounds) => Network[]} */
export function withHub(networks, hub, { most }) {
  const taken = new Set(networks.map(({ number }) => number)),
    number = Array.from({ length: most + 1 }, (_, i) => i + 1).find((free) => !taken.has(free)) ?? 1;
  return networks.length < most ? [...networks, { number, hub, shops: [], name: "" }] : networks;
}
