/* The form of an invitation link keeps on the device what is typed and not sent, and shows it again. Without JavaScript it does without. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const key = (place) => `convergence-guest-${form.dataset.draft}-${place}`;
  const own = key(form.elements.place.value);
  const fields = [...form.elements].filter(({ name, type }) => name && !["hidden", "file", "submit"].includes(type));
  const version = form.elements.version.value;

  /* A full or forbidden storage: the page itself still holds what is typed. */
  const attempt = (act) => { try { return act(); } catch { return null; } };
  const read = () => attempt(() => JSON.parse(localStorage.getItem(own)));

  function keep() {
    const values = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
    attempt(() => localStorage.setItem(own, JSON.stringify({ version, values })));
  }

  function restore() {
    const draft = read();
    if (!draft || draft.version !== version) return;
    const changed = fields.filter(({ name, value }) => name in draft.values && draft.values[name] !== value);
    for (const field of changed) field.value = draft.values[field.name];
    if (changed.length) form.querySelector("[data-restored]").hidden = false;
  }

  /* What began a place is that place's from then on, even where some of it is refused: the empty form begins another. */
  const state = form.dataset.state;
  if (state === "refused") keep();
  const stored = [...(state === "saved" ? [own] : []), ...(state !== "shown" && own !== key("") ? [key("")] : [])];
  for (const name of stored) attempt(() => localStorage.removeItem(name));
  if (state === "shown") restore();
  form.addEventListener("input", keep);
})();
