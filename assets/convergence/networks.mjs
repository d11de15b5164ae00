/* Networks, a hub and its shops as one candidate: the address holds them (domain/network.py reads the same grammar), and
   the buttons of profiles change them (views/convergence/networks.py). */
import { closest } from "../core/dom.mjs";
import * as store from "../core/store.mjs";
import { addGrouping } from "../map/points.mjs";
import * as model from "./model.mjs";

/** @typedef {{ number: number, hub: string, shops: string[], name: string }} Network */

const MOST_NETWORKS = 6,
  MOST_SHOPS = 8,
  MAX_NAME = 60;

/** @returns {Network[]} */
function read(/** @type {string} */ text) {
  return text
    .split(",")
    .filter(Boolean)
    .map((one) => {
      const [members, name = ""] = one.split("~"),
        [number, hub, ...shops] = members.split(".");
      return { number: Number(number), hub, shops, name };
    });
}

const write = (/** @type {Network[]} */ networks) =>
  networks
    .map(({ number, hub, shops, name }) => [number, hub, ...shops].join(".") + (name ? `~${name}` : ""))
    .join(",");

/** A name without what separates networks. */
const clean = (/** @type {string} */ name) =>
  name
    .replace(/[,~\p{C}\p{Z}]+/gu, " ")
    .trim()
    .slice(0, MAX_NAME)
    .trim();

const idOf = (/** @type {number} */ number) => `net_${number}`;
const now = () => read(model.param("networks"));

/** Write the networks in the address; one step of the way back with what is opened then.
    @type {(networks: Network[], focus?: string) => void} */
function keep(networks, focus) {
  model.setParam("networks", write(networks), { transient: focus !== undefined });
  if (focus !== undefined) store.dispatch({ type: "focus", id: focus });
}

/** @type {(number: number, change: (network: Network) => Network) => void} */
const change = (number, change) => keep(now().map((one) => (one.number === number ? change(one) : one)));

/** What each button does, by its `data-network`.
    @type {Record<string, (number: number, place: string) => void>} */
const gestures = {
  compose(_number, place) {
    const networks = now(),
      taken = new Set(networks.map(({ number }) => number));
    if (networks.length >= MOST_NETWORKS) return;
    const number = Array.from({ length: MOST_NETWORKS + 1 }, (_, i) => i + 1).find((one) => !taken.has(one)) ?? 1;
    keep([...networks, { number, hub: place, shops: [], name: "" }], idOf(number));
  },
  add: (number, place) =>
    change(number, (one) =>
      place === one.hub || one.shops.includes(place) || one.shops.length >= MOST_SHOPS
        ? one
        : { ...one, shops: [...one.shops, place] },
    ),
  remove: (number, place) => change(number, (one) => ({ ...one, shops: one.shops.filter((shop) => shop !== place) })),
  drop(number) {
    const networks = now(),
      gone = networks.find((one) => one.number === number);
    const compared = model.param("compared_places").split(".");
    model.setParam("compared_places", compared.filter((id) => id !== idOf(number)).join("."), { transient: true });
    keep(
      networks.filter((one) => one !== gone),
      gone?.hub ?? "",
    );
  },
  open: (number) => store.dispatch({ type: "focus", id: idOf(number) }),
  see: (_number, place) => store.dispatch({ type: "focus", id: place }),
};

/** A name is that of the field once it is left, or Enter is pressed. */
function rename(/** @type {Part} */ field) {
  const number = Number(field.dataset.networkName),
    name = clean(field.value),
    shown = model.networks().find(({ id }) => id === idOf(number))?.name;
  if (name !== shown) change(number, (one) => ({ ...one, name }));
}

document.addEventListener("click", (event) => {
  const pressed = closest(event, "button[data-network]");
  if (pressed) gestures[pressed.dataset.network]?.(Number(pressed.dataset.number), pressed.dataset.place ?? "");
});
document.addEventListener("focusout", (event) => {
  const field = closest(event, "[data-network-name]");
  if (field) rename(field);
});
document.addEventListener("keydown", (event) => {
  const field = event.key === "Enter" && closest(event, "[data-network-name]");
  if (field) rename(field);
});

/** On the map, the network that is open, or of which the open place is a member. */
addGrouping((ctx) =>
  model
    .networks()
    .filter(({ id, members }) => ctx.state.focus && (id === ctx.state.focus || isOf(members, ctx.state.focus)))
    .map(({ members }) => members),
);
const isOf = (/** @type {number[]} */ members, /** @type {string} */ id) =>
  members.includes(store.facetOfKind("pick").index.get(id) ?? -1);
