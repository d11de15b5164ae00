/* The columns of the table of places, by name. */

/** What declares a column: its facet, or the field of a place by which nothing is filtered; null for a text.
    @returns {(import("../types/page").Declared & { data: any }) | null} */
export function declared(/** @type {PageContext} */ ctx, name) {
  const facet = ctx.engine.byId.get(name);
  if (facet) return facet.kind === "pick" ? null : facet;
  const field = ctx.config.columns.find((one) => one.id === name);
  return field ? { ...field, data: ctx.engine.table.columns[name] } : null;
}
