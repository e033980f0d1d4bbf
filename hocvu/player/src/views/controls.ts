/** The controls by which a question is answered: native ones, made from the list on the page. */

import { QuestionData } from "../data";
import { all, button, find, icon, make } from "../dom";
import { Words } from "../i18n";

export interface Controls {
  /** What the learner has given so far; null while it is no answer. */
  read(): string[] | null;
  fill(response: readonly string[]): void;
  lock(): void;
  /** Where the focus goes when an answer is missing. */
  readonly first: HTMLElement;
}

/** Puts the tokens of a question in the order in which this learner sees them. */
export type Mix = (tokens: readonly string[]) => string[];

/** Make the controls of the question in `root`; `changed` is told of every step. */
export function controlsOf(
  root: HTMLElement,
  data: Pick<QuestionData, "kind" | "multiple" | "shuffle" | "answers">,
  words: Words,
  mix: Mix,
  changed: () => void,
): Controls {
  if (data.kind === "match") return match(root, data.answers!, words, mix, changed);
  if (data.kind === "order") return order(root, words, mix, changed);
  if (data.kind === "choice" || data.kind === "true_false") {
    return choose(root, !!data.multiple, data.kind === "choice" && data.shuffle ? mix : null, changed);
  }
  return write(root, data.kind, changed);
}

function choose(root: HTMLElement, multiple: boolean, mix: Mix | null, changed: () => void): Controls {
  const list = find<HTMLElement>(".choices", root);
  list.setAttribute("role", multiple ? "group" : "radiogroup");
  name(list, root);
  if (mix) arrange(list, mix);
  const inputs = items(list).map((item) => {
    const type = multiple ? "checkbox" : "radio";
    const value = tokenOf(item);
    const input = make("input", { type, name: `${root.id}-a`, value, "data-hocvu": "choice" });
    const content = make("div", { class: "said" }, ...Array.from(item.childNodes));
    item.append(make("label", { class: "choice" }, input, content));
    item.setAttribute("role", "presentation");
    input.addEventListener("change", changed);
    return input;
  });
  const read = (): string[] => inputs.filter((input) => input.checked).map((input) => input.value);
  return {
    // In the author's order: what was seen first is chance.
    read: () => (read().length ? read().sort() : null),
    fill: (response) => inputs.forEach((input) => (input.checked = response.indexOf(input.value) >= 0)),
    lock: () => inputs.forEach((input) => (input.disabled = true)),
    first: inputs[0]!,
  };
}

function write(root: HTMLElement, kind: string, changed: () => void): Controls {
  const blank = find<HTMLElement>(".blank", root);
  const attributes = { "data-hocvu": "answer", autocomplete: "off", class: "written" };
  const input =
    kind === "essay"
      ? make("textarea", { ...attributes, rows: 7 })
      : make("input", { ...attributes, type: "text", inputmode: kind === "number" ? "decimal" : "text" });
  name(input, root);
  input.addEventListener("input", changed);
  blank.append(input);
  const read = (): string => input.value.normalize("NFC").trim();
  return {
    read: () => (read() && (kind !== "number" || /\d/.test(read())) ? [read()] : null),
    fill: ([said = ""]) => (input.value = said),
    lock: () => (input.readOnly = true),
    first: input,
  };
}

function match(
  root: HTMLElement,
  answers: readonly [string, string][],
  words: Words,
  mix: Mix,
  changed: () => void,
): Controls {
  const pool = find<HTMLElement>(".pool", root);
  const ids = mix(answers.map(([id]) => id));
  const rich = !!pool.querySelector("img,math,table");
  // A choice in a list of choices is plain text: pictures stay in sight, each with its letter.
  arrange(pool, () => ids);
  pool.classList.toggle("lettered", rich);
  pool.classList.toggle("unneeded", !rich);
  const letter = (place: number): string => String.fromCharCode(65 + place);
  if (rich) items(pool).forEach((item, place) => item.prepend(make("b", {}, `${letter(place)}. `)));
  const texts: { [id: string]: string } = {};
  for (const [id, text] of answers) texts[id] = text;
  const selects = items(find(".pairs", root)).map((item, number) => {
    const content = make("div", { class: "said", id: `${root.id}-i${number}` });
    content.append(...Array.from(item.childNodes));
    const select = make("select", { "data-hocvu": "answer", "aria-labelledby": content.id });
    select.append(make("option", { value: "" }, words("pick")));
    ids.forEach((id, place) => {
      const text = rich ? `${letter(place)}. ${texts[id]!}` : texts[id]!;
      select.append(make("option", { value: id }, text));
    });
    select.addEventListener("change", changed);
    item.append(content, select);
    return { id: tokenOf(item), select };
  });
  return {
    read: () =>
      selects.every(({ select }) => select.value)
        ? selects.map(({ id, select }) => `${id}.${select.value}`)
        : null,
    fill: (response) => {
      for (const { id, select } of selects) {
        const pair = response.filter((one) => one.split(".")[0] === id)[0];
        select.value = pair ? pair.split(".")[1]! : "";
      }
    },
    lock: () => selects.forEach(({ select }) => (select.disabled = true)),
    get first() {
      return (selects.filter(({ select }) => !select.value)[0] || selects[0]!).select;
    },
  };
}

function order(root: HTMLElement, words: Words, mix: Mix, changed: () => void): Controls {
  const list = find<HTMLElement>(".order", root);
  list.setAttribute("data-hocvu", "answer");
  arrange(list, mix);
  let dragged: HTMLElement | null = null;
  let locked = false;
  const said = make("p", { class: "unseen", role: "status" });
  list.after(said);
  const show = (): void =>
    items(list).forEach((item, place, rest) => {
      const [up, down] = all<HTMLButtonElement>("button", item);
      up!.disabled = locked || place === 0;
      down!.disabled = locked || place === rest.length - 1;
    });
  const moved = (item: HTMLElement): void => {
    show();
    const place = items(list).indexOf(item) + 1;
    said.textContent = words("moved", { place, count: items(list).length });
    changed();
  };
  items(list).forEach((item) => {
    const content = make("div", { class: "said" }, ...Array.from(item.childNodes));
    const text = content.textContent!.trim();
    const step = (by: number, sign: "up" | "down"): HTMLButtonElement => {
      const label = words(sign, { text });
      const made = make("button", { type: "button", "data-hocvu": sign, "aria-label": label, title: label });
      made.append(icon(sign));
      made.addEventListener("click", () => {
        const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
        if (other) list.insertBefore(by < 0 ? item : other, by < 0 ? other : item);
        moved(item);
        // At the end of the list the button is off, and the focus would be lost.
        if (made.disabled) find<HTMLElement>("button:enabled", item).focus();
        else made.focus();
      });
      return made;
    };
    item.append(content, make("div", { class: "steps" }, step(-1, "up"), step(1, "down")));
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      dragged = locked ? null : item;
      if (!dragged) event.preventDefault();
    });
    item.addEventListener("dragover", (event) => {
      if (!dragged || dragged === item) return;
      event.preventDefault();
      const { top, height } = item.getBoundingClientRect();
      list.insertBefore(dragged, event.clientY < top + height / 2 ? item : item.nextElementSibling);
    });
    item.addEventListener("dragend", () => {
      if (dragged) moved(dragged);
      dragged = null;
    });
  });
  show();
  return {
    read: () => items(list).map(tokenOf),
    fill: (response) => {
      arrange(list, () => response.slice());
      show();
    },
    lock: () => {
      locked = true;
      show();
      items(list).forEach((item) => (item.draggable = false));
    },
    first: find<HTMLElement>("button:enabled", list),
  };
}

/** Name a control by its question and how it is answered. */
function name(control: HTMLElement, root: HTMLElement): void {
  control.setAttribute("aria-labelledby", `${root.id}-ask`);
  control.setAttribute("aria-describedby", `${root.id}-how`);
}

function arrange(list: HTMLElement, mix: Mix): void {
  const all = items(list);
  for (const token of mix(all.map(tokenOf))) {
    const item = all.filter((one) => tokenOf(one) === token)[0];
    if (item) list.append(item);
  }
}

function items(list: Element): HTMLElement[] {
  return Array.from(list.children).filter((one) => one.hasAttribute("data-id")) as HTMLElement[];
}

function tokenOf(item: HTMLElement): string {
  return item.getAttribute("data-id")!;
}

/** A button with a text that stands for the whole question. */
export function submitter(text: string, click: () => void): HTMLButtonElement {
  return button(text, { "data-hocvu": "submit", class: "main" }, null, click);
}
