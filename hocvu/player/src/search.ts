/** Search inside a lesson, and in the package's other lessons where one leads to another. */

import { all, focusOn, icon, make } from "./dom";
import { Piece, match, matches, Wanted, wantedIn } from "./pieces";
import { Words } from "./i18n";
import { Others } from "./others";

/** Results beyond which a better word is needed. */
const MOST = 40;
const BLOCKS = "h2,h3,h4,h5,h6,p,li,td,th,figcaption,caption,pre,summary";

class Place extends Piece {
  constructor(
    readonly element: HTMLElement,
    page: number,
    text: string,
  ) {
    super(text, page);
  }
}

export class Search {
  readonly box = make("div", { class: "search", role: "search" });
  private readonly input: HTMLInputElement;
  private readonly told = make("p", { role: "status", class: "told" });
  private readonly hits = make("div", { class: "hits" });
  private places: Place[] | null = null;
  private timer = 0;

  constructor(
    private readonly words: Words,
    private readonly others: Others | null,
    private readonly go: (page: number) => void,
  ) {
    this.input = make("input", { type: "search", id: "hv-search", autocomplete: "off" });
    const title = words(others ? "search_all" : "search");
    const label = make("label", { for: "hv-search" }, icon("search"), title);
    this.input.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.show(), 200);
    });
    if (others) this.input.addEventListener("focus", () => others.load(() => this.show()));
    this.box.append(label, this.input, this.told, this.hits);
  }

  /** Open the place on `page`, or on any, whose text begins with `text`; false if there is none. */
  open({ page, text }: { page: number; text: string }): boolean {
    const holding = this.all().filter((place) => place.text.indexOf(text) >= 0);
    const place = holding.filter((one) => one.page === page)[0] || holding[0];
    if (place) this.lead(place);
    return !!place;
  }

  private show(): void {
    const wanted = wantedIn(this.input.value);
    this.hits.textContent = this.told.textContent = "";
    if (!wanted) return;
    const found = matches(this.all(), wanted);
    const others = this.others ? this.others.find(wanted) : [];
    const count = others.reduce((sum, one) => sum + one.count, found.length);
    this.told.textContent = this.words(count ? "found" : "not_found", { count });
    this.list(others.length && found.length ? this.words("this_lesson") : "", found.slice(0, MOST).map(
      (place) => this.hit(place, wanted),
    ));
    for (const { title, count, links } of others) {
      this.list(title, links, count > links.length ? this.words("more_found", { count: count - links.length }) : "");
    }
  }

  private list(title: string, found: HTMLElement[], more = ""): void {
    if (title) this.hits.append(make("h3", {}, title));
    const list = make("ol", { role: "list" }, ...found.map((one) => make("li", {}, one)));
    if (found.length) this.hits.append(list);
    if (more) this.hits.append(make("p", { class: "told" }, more));
  }

  private hit(place: Place, wanted: Wanted): HTMLElement {
    const open = make("button", { type: "button" }, ...match(place, wanted));
    open.addEventListener("click", () => this.lead(place));
    return open;
  }

  private lead({ element, page }: Place): void {
    this.go(page);
    for (const old of all(".found")) old.classList.remove("found");
    const panel = element.closest("details");
    if (panel) panel.open = true;
    element.classList.add("found");
    focusOn(element, false);
    element.scrollIntoView({ block: "center" });
  }

  /** Every piece of text with its page; the innermost ones alone. */
  private all(): Place[] {
    if (this.places) return this.places;
    this.places = [];
    all<HTMLElement>("main > .page").forEach((section, page) => {
      for (const element of all<HTMLElement>(BLOCKS, section)) {
        if (element.querySelector(BLOCKS)) continue;
        const text = element.textContent!.normalize("NFC").replace(/\s+/g, " ").trim();
        if (text) this.places!.push(new Place(element, page, text));
      }
    });
    return this.places;
  }
}
