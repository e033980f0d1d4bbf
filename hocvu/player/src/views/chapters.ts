/** The parts of a video, each made a button that plays from its beginning. */

import { all, make } from "../dom";

export function enliven(starts: readonly number[], seek: (seconds: number) => void): void {
  all<HTMLElement>(".chapters li").forEach((item, number) => {
    const start = starts[number];
    if (start === undefined) return;
    const play = make("button", { type: "button" }, ...Array.from(item.childNodes));
    play.addEventListener("click", () => seek(start));
    item.append(play);
  });
}
