/* What Dash and its grid give to the browser's side. */
import { $ } from "./dom.mjs";

/** What a callback returns for a property that stays as it is. */
export const noUpdate = () => window.dash_clientside.no_update;

/** The API of a grid; null where the screen has none, or it is not drawn yet.
    @type {(id: string) => GridApi | null} */
export function gridApi(id) {
  try {
    return $(id) && window.dash_ag_grid ? window.dash_ag_grid.getApi(id) : null;
  } catch {
    return null;
  }
}

/** A component as Dash names it: one of a type by the parts of its id, which the page has as text.
    @param {string} id */
export const named = (id) => (id.startsWith("{") ? JSON.parse(id) : id);

/** What Dash knows of a component, {type, props}; undefined where it has none of that id, at which Dash itself stumbles.
    @type {(id: string) => DashComponent | undefined} */
export function componentOf(id) {
  try {
    return window.dash_component_api?.getLayout(named(id));
  } catch {
    return undefined;
  }
}

/** What made Dash call a function, as "component.property". */
export const triggered = () => window.dash_clientside.callback_context.triggered.map((t) => t.prop_id);

/** What Dash has the browser do, of which nothing comes back.
    @template {unknown[]} Given
    @param {(...given: Given) => unknown} act
    @returns {(...given: Given) => unknown} */
export const does =
  (act) =>
  (...given) => {
    act(...given);
    return noUpdate();
  };
