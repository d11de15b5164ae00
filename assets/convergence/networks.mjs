/* Networks, a hub and its shops as one candidate: the address holds them, and the buttons of profiles change them
   (views/convergence/networks.py). */
import { closest } from "../core/dom.mjs";
import * as store from "../core/store.mjs";
import { addGrouping } from "../map/points.mjs";
import * as model from "./model.mjs";
import { clean, read, withHub, write } from "./network_address.mjs";

/** @import { Network } from "./network_address.mjs" */

const bounds = () => model.settings().networks;
const idOf = (/** @type {number} */ number) => `${bounds().id}${number}`;
const now = () => read(model.param("networks"), bounds());

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
      more = withHub(networks, place, bounds());
    if (more !== networks) keep(more, idOf(more[more.length - 1].number));
  },
  add: (number, place) =>
    change(number, (one) =>
      place === one.hub || one.shops.includes(place) || one.shops.length >= bounds().most_shops
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
    name = clean(field.value, bounds()),
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
