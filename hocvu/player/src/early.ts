/** What stands in the place of a lesson while others have to be done before it. */

import { Order } from "./core/order";
import { LessonRow } from "./data";
import { button, icon, make } from "./dom";
import { Words } from "./i18n";

/** Say in a line what is to be done before `lesson`; empty where it is open. */
export function waiting(order: Order | null, [id]: LessonRow, words: Words): string {
  const first = order ? order.first(id) : [];
  if (!order || !first.length) return "";
  return words("early_line", { titles: first.map((one) => named(order, one, words)).join(", ") });
}

/** Say it in the lesson's own place; `anyway` opens it all the same, where one may. */
export function showEarly(
  order: Order,
  first: readonly LessonRow[],
  words: Words,
  language: string,
  among: string,
  anyway: (() => void) | null,
): void {
  const main = document.querySelector("main")!;
  const said = make("p", { id: "hv-early", role: "status", tabindex: "-1" }, words("early"));
  const list = make("ul", { "aria-labelledby": "hv-early" });
  for (const lesson of first) {
    const link = make("a", { href: lesson[2] + among }, named(order, lesson, words));
    list.append(make("li", {}, link));
  }
  const box = make("div", { class: "end failed early", lang: language }, icon("alert"), said, list);
  if (anyway) {
    const open = (): void => {
      box.remove();
      document.body.classList.remove("ended");
      anyway();
    };
    box.append(
      make("p", { class: "note" }, words("early_elsewhere")),
      button(words("early_open"), { "data-hocvu": "open" }, null, open),
    );
  }
  document.body.classList.add("ended");
  document.body.setAttribute("data-hocvu-state", "early");
  main.append(box);
  said.focus();
}

function named(order: Order, [id, title]: LessonRow, words: Words): string {
  return order.scored(id) ? words("early_passed", { title }) : title;
}
