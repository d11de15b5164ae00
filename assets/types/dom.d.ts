// The elements of the page, as its modules take them.

/** What an id or a selector names: an element with what controls, menus and dialogs have; only the page says which it is. */
interface Part
  extends HTMLElement,
    Pick<HTMLInputElement, "value" | "checked" | "disabled" | "type" | "files" | "select">,
    Pick<HTMLDialogElement, "showModal" | "close" | "open">,
    Pick<HTMLSelectElement, "options"> {
  readonly dataset: Record<string, string>;
  readonly children: HTMLCollectionOf<Part>;
  readonly firstElementChild: Part | null;
  cloneNode(deep?: boolean): Part;
}

interface ParentNode {
  querySelector(selectors: string): Part | null;
  querySelectorAll(selectors: string): NodeListOf<Part>;
}

/** Every element of our pages is of HTML or SVG: both have a focus and a data set. */
interface Element extends HTMLOrSVGElement {
  closest(selector: string): Part | null;
}

/** What an element is made with: properties and attributes by name, `on…` its handlers. */
interface Attributes {
  onclick?: (event: MouseEvent) => void;
  onmousedown?: (event: MouseEvent) => void;
  onchange?: (event: Event) => void;
  [name: string]: string | number | boolean | null | undefined | EventListener | ((event: MouseEvent) => void);
}

/** What goes in an element; what is nothing is left out. */
type Child = Node | string | null | undefined | false;
