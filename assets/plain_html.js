/* Draws elements that no callback can name: one component of Dash for all of them (views/components/plain_html.py). */
(() => {
  const { Children, createElement, Fragment } = window.React;

  /* A text, a number, nothing, a component of Dash, or an element: [tag, attributes, ...parts]; without a tag, parts alone.
     React escapes what they say. */
  const drawn = (part, components) => {
    if (!Array.isArray(part)) return part?.child === undefined ? part : components[part.child];
    const [tag, attributes, ...parts] = part;
    return createElement(tag ?? Fragment, attributes, ...parts.map((one) => drawn(one, components)));
  };

  const PlainHtml = ({ parts, children }) => drawn([null, null, ...parts], Children.toArray(children));
  window.convergence_components = { PlainHtml };
})();
