/** Notes of a document: each brought from its end to the page that refers to it. */

import { all, find } from "../dom";

export function placeNotes(pages: readonly HTMLElement[]): void {
  const section = document.getElementById("hv-notes");
  if (!section) return;
  for (const page of pages) {
    const notes = all<HTMLAnchorElement>(".note-ref a", page)
      .map((link) => document.getElementById(link.getAttribute("href")!.slice(1)))
      .filter((note, place, list) => note && section.contains(note) && list.indexOf(note) === place);
    if (!notes.length) continue;
    const own = section.cloneNode(false) as HTMLElement;
    const title = find("h2", section).cloneNode(true) as HTMLElement;
    const list = find("ol", section).cloneNode(false) as HTMLElement;
    own.removeAttribute("id");
    title.id = `${page.id}-notes`;
    own.setAttribute("aria-labelledby", title.id);
    for (const note of notes) list.append(note!);
    own.append(title, list);
    page.append(own);
  }
  if (!section.querySelector("li")) section.remove();
  else pages[pages.length - 1]!.append(section);
}
