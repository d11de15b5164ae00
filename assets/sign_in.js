/* The theme of the page that signs in: what was chosen on the other screens, else the system's. Without JavaScript it is light. */
(function () {
  "use strict";
  let choice = null;
  try { choice = JSON.parse(localStorage.getItem("scheme")); } catch { /* no storage: the system's */ }
  const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
