/** Search in the package's other lessons: their text is one script, loaded when it is wanted. */

import { PackageData } from "./data";
import { make } from "./dom";
import { Piece, match, matches, Wanted } from "./pieces";

/** Lesson id, then the pieces of text of each page. */
type Index = [string, string[][]][];

declare const hocvu: { search?: Index };

/** Results of one lesson beyond which its own search must be used. */
const MOST = 6;
/** Characters by which a place is known again. */
const KNOWN = 60;
const PLACE = "#hv-at=";

export class Others {
  private all: { title: string; href: string; pieces: { page: number; text: string; plain: string }[] }[] = [];
  private asked = false;

  constructor(
    private readonly data: PackageData,
    private readonly among: string,
  ) {}

  /** Load the text, once, and then call `loaded`; without it the search is the lesson's own. */
  load(loaded: () => void): void {
    if (this.asked) return;
    this.asked = true;
    const script = make("script", { src: "search.js" });
    script.addEventListener("load", () => {
      this.take(hocvu.search || []);
      loaded();
    });
    document.body.append(script);
  }

  /** The lessons that hold what is wanted, with the ways there. */
  find(wanted: Wanted): { title: string; count: number; links: HTMLElement[] }[] {
    return this.all
      .map(({ title, href, pieces }) => {
        const found = matches(pieces, wanted);
        const links = found.slice(0, MOST).map(({ page, text, plain }) => {
          const known = encodeURIComponent(`${page},${text.slice(0, KNOWN)}`);
          return make("a", { href: href + this.among + PLACE + known }, ...match({ text, plain }, wanted));
        });
        return { title, count: found.length, links };
      })
      .filter(({ count }) => count);
  }

  private take(index: Index): void {
    const { course, lesson } = this.data;
    for (const [id, title, href] of course.lessons) {
      const [found] = index.filter((one) => one[0] === id);
      if (!found || id === lesson.id) continue;
      const pieces = found[1].map((texts, page) => texts.map((text) => new Piece(text, page)));
      this.all.push({ title, href, pieces: pieces.reduce((all, some) => all.concat(some), []) });
    }
  }
}

/** The place that another lesson's search leads to: its page and how its text begins. */
export function wantedPlace(): { page: number; text: string } | null {
  const { hash } = location;
  if (hash.indexOf(PLACE) !== 0) return null;
  try {
    const [, page, text] = /^(\d+),([^]*)$/.exec(decodeURIComponent(hash.slice(PLACE.length)))!;
    return { page: Number(page), text: text! };
  } catch (error) {
    return null;
  }
}
