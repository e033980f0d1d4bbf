/** Search inside a lesson, without regard to tone marks: who types fast leaves them out. */

import { all, focusOn, icon, make } from "./dom";
import { Words } from "./i18n";

/** Results beyond which a better word is needed. */
const MOST = 40;
/** Characters shown on either side of what was found. */
const AROUND = 45;
const BLOCKS = "h2,h3,h4,h5,h6,p,li,td,th,figcaption,caption,pre,summary";

interface Place {
  element: HTMLElement;
  page: number;
  text: string;
  plain: string;
}

/** Text without tone marks and capitals, letter for letter. */
export function fold(text: string): string {
  return Array.from(text.normalize("NFC"), (letter) => {
    const plain = letter.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    return plain === "đ" ? "d" : plain.length === letter.length ? plain : letter.toLowerCase().charAt(0);
  }).join("");
}

export class Search {
  readonly box = make("div", { class: "search", role: "search" });
  private readonly input: HTMLInputElement;
  private readonly told = make("p", { role: "status", class: "told" });
  private readonly hits = make("ol", { role: "list" });
  private places: Place[] | null = null;
  private timer = 0;

  constructor(
    private readonly words: Words,
    private readonly go: (page: number) => void,
  ) {
    this.input = make("input", { type: "search", id: "hv-search", autocomplete: "off" });
    const label = make("label", { for: "hv-search" }, icon("search"), words("search"));
    this.input.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.show(), 200);
    });
    this.box.append(label, this.input, this.told, this.hits);
  }

  private show(): void {
    const wanted = this.input.value.normalize("NFC").trim().replace(/\s+/g, " ");
    this.hits.textContent = this.told.textContent = "";
    if (wanted.length < 2) return;
    const plain = fold(wanted);
    const exact = wanted.toLowerCase();
    const found = this.all().filter((place) => place.plain.indexOf(plain) >= 0);
    const rank = (place: Place): number => (place.text.toLowerCase().indexOf(exact) >= 0 ? 0 : 1);
    // Where marks were typed, what bears them comes first; otherwise all stays in reading order.
    const sorted = found.map((place, order) => ({ place, order }));
    sorted.sort((a, b) => rank(a.place) - rank(b.place) || a.order - b.order);
    this.told.textContent = this.words(found.length ? "found" : "not_found", { count: found.length });
    for (const { place } of sorted.slice(0, MOST)) this.hits.append(this.hit(place, plain));
  }

  private hit(place: Place, plain: string): HTMLElement {
    const at = place.plain.indexOf(plain);
    const start = Math.max(0, at - AROUND);
    const end = at + plain.length;
    const open = make("button", { type: "button" });
    open.append(
      start ? "…" : "",
      place.text.slice(start, at),
      make("mark", {}, place.text.slice(at, end)),
      place.text.slice(end, end + AROUND),
      end + AROUND < place.text.length ? "…" : "",
    );
    open.addEventListener("click", () => {
      this.go(place.page);
      for (const old of all(".found")) old.classList.remove("found");
      const panel = place.element.closest("details");
      if (panel) panel.open = true;
      place.element.classList.add("found");
      focusOn(place.element, false);
      place.element.scrollIntoView({ block: "center" });
    });
    return make("li", {}, open);
  }

  /** Every piece of text with its page; the innermost ones alone. */
  private all(): Place[] {
    if (this.places) return this.places;
    this.places = [];
    all<HTMLElement>("main > .page").forEach((section, page) => {
      for (const element of all<HTMLElement>(BLOCKS, section)) {
        if (element.querySelector(BLOCKS)) continue;
        const text = element.textContent!.normalize("NFC").replace(/\s+/g, " ").trim();
        if (text) this.places!.push({ element, page, text, plain: fold(text) });
      }
    });
    return this.places;
  }
}
