/** Piece words without regard to tone marks: who types fast leaves them out. */

import { make } from "./dom";

/** Characters shown on either side of what was found. */
const AROUND = 45;

/** What is looked for: as it was typed, in small letters, and without its marks. */
export interface Wanted {
  exact: string;
  plain: string;
}

/** A piece of text; its plain form is made when it is first looked at. */
export class Piece {
  private folded = "";

  constructor(
    readonly text: string,
    readonly page: number,
  ) {}

  get plain(): string {
    return this.folded || (this.folded = fold(this.text));
  }
}

/** Text without tone marks and capitals, letter for letter. */
export function fold(text: string): string {
  const whole = text.normalize("NFC");
  const plain = bare(whole);
  if (plain.length === whole.length) return plain;
  // Some letter has no single plain one: it stays, so that places in both texts agree.
  return Array.from(whole, (letter) => {
    const one = bare(letter);
    return one.length === letter.length ? one : letter.toLowerCase().charAt(0);
  }).join("");
}

function bare(text: string): string {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d");
}

/** Null where too little was typed. */
export function wantedIn(typed: string): Wanted | null {
  const text = typed.normalize("NFC").trim().replace(/\s+/g, " ");
  return text.length < 2 ? null : { exact: text.toLowerCase(), plain: fold(text) };
}

/** Those that hold what is wanted: where marks were typed, what bears them first. */
export function matches<Some extends { text: string; plain: string }>(
  pieces: readonly Some[],
  { exact, plain }: Wanted,
): Some[] {
  const found = pieces.filter((piece) => piece.plain.indexOf(plain) >= 0);
  const bears = (piece: Some): boolean => piece.text.toLowerCase().indexOf(exact) >= 0;
  return [...found.filter(bears), ...found.filter((piece) => !bears(piece))];
}

/** What was found, marked, with what stands around it. */
export function match(
  { text, plain }: { text: string; plain: string },
  wanted: Wanted,
): (Node | string)[] {
  const at = plain.indexOf(wanted.plain);
  const start = Math.max(0, at - AROUND);
  const end = at + wanted.plain.length;
  return [
    start ? "…" : "",
    text.slice(start, at),
    make("mark", {}, text.slice(at, end)),
    text.slice(end, end + AROUND),
    end + AROUND < text.length ? "…" : "",
  ];
}
