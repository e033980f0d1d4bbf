/** Elements and icons, made without any inline style or markup. */

type Attributes = { [name: string]: string | number | boolean | null };
type Child = Node | string | null;

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, String(value));
  }
  for (const child of children) if (child !== null) element.append(child);
  return element;
}

export function find<Found extends Element>(selector: string, root: ParentNode = document): Found {
  const found = root.querySelector<Found>(selector);
  if (!found) throw new Error(`no ${selector} on this page`);
  return found;
}

export function all<Found extends Element>(
  selector: string,
  root: ParentNode = document,
): Found[] {
  return Array.from(root.querySelectorAll<Found>(selector));
}

const ICONS = {
  menu: "M4 6h16M4 12h16M4 18h16",
  close: "M6 6l12 12M18 6L6 18",
  next: "M9 5l7 7-7 7",
  prev: "M15 5l-7 7 7 7",
  exit: "M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9",
  check: "M5 12.5l4.5 4.5L19 7.5",
  alert: "M12 4l9 16H3zM12 10v4M12 17v.5",
  text: "M4 18l5-12 5 12M5.7 14h6.6M15.5 18l3-7.5 3 7.5M16.6 15.5h3.8",
  play: "M8 5.5v13l10.5-6.5z",
  cross: "M7 7l10 10M17 7L7 17",
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20",
  print: "M7 9V4h10v5M7 17H4v-8h16v8h-3M7 14h10v6H7z",
  sideways: "M4 12h16M8 8l-4 4 4 4M16 8l4 4-4 4",
  again: "M5 12a7 7 0 1 1 2 5M5 19v-4h4",
};

export type Icon = keyof typeof ICONS;

export function icon(name: Icon): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  picture.setAttribute("focusable", "false");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  picture.append(path);
  return picture;
}

export function button(
  label: string,
  attributes: Attributes,
  picture: Icon | null,
  click: () => void,
): HTMLButtonElement {
  const content = picture ? icon(picture) : null;
  const made = make("button", { type: "button", ...attributes }, content, make("span", {}, label));
  made.addEventListener("click", click);
  return made;
}

/** Elements from HTML that the packager made: it holds nothing that a closed list does not allow. */
export function fromHtml(html: string): DocumentFragment {
  const holder = make("template");
  holder.innerHTML = html;
  return document.importNode(holder.content, true);
}

/** Put the focus on what is not a control; the next step with the tabulator begins there. */
export function focusOn(element: HTMLElement, scroll = true): void {
  element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: true });
  if (scroll) element.scrollIntoView({ block: "nearest" });
}

export function calmMotion(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
