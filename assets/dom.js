/* Elements of the page, made from what they are: nothing is ever read as HTML. */
(function () {
  "use strict";
  const cv = (window.convergence = window.convergence || {});

  /** An element. `on…` are handlers, what the element has as a property is set as one, the rest are attributes;
      what is null is left out, so is an attribute that is false. Children may be in lists; texts are texts. */
  function el(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined) continue;
      if (name === "class") made.className = value;
      else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (name in made && name !== "list") made[name] = value;
      else if (value !== false) made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return made;
  }

  cv.dom = { el };
})();
