/* The columns of the table of places, by name. */

/** @import { Column, Context } from "../types/state" */

/** What declares a column: its facet, or the field of a place by which nothing is filtered; null for a text.
    @type {(ctx: Context, name: string) => Column | null} */
export function declared(ctx, name) {
  const facet = ctx.engine.byId.get(name);
  if (facet) return facet.kind === "pick" || facet.kind === "polygon" ? null : facet;
  const field = ctx.config.columns.find((one) => one.id === name);
  return field ? /** @type {Column} */ ({ ...field, data: ctx.engine.table.columns[name] }) : null;
}
