/** The parts of a video, each made a button that plays from its beginning. */

import { VideoData } from "../data";
import { all, make } from "../dom";

/** Bytes beyond which small pictures are no help to those who pay for each. */
const LIGHT = 200000;

export function enliven(
  root: HTMLElement,
  { chapters, sprites }: VideoData,
  seek: (seconds: number) => void,
): void {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  const light = sprites && sprites[5] <= LIGHT && !(connection && connection.saveData);
  all<HTMLElement>(".chapters li", root).forEach((item, number) => {
    const start = chapters[number];
    if (start === undefined) return;
    const play = make("button", { type: "button" }, ...Array.from(item.childNodes));
    if (light) play.prepend(thumbnail(sprites!, start));
    play.addEventListener("click", () => seek(start));
    item.append(play);
  });
}

/** The picture of the moment at `seconds`, cut from the sheet. */
function thumbnail(sprites: NonNullable<VideoData["sprites"]>, seconds: number): HTMLElement {
  const [sheet, columns, width, height, interval] = sprites;
  // The next one: a chapter's first picture is often the last of the one before.
  const place = Math.ceil(seconds / interval);
  const picture = make("span", { class: "thumb", "aria-hidden": "true" });
  const { style } = picture;
  style.width = `${width}px`;
  style.height = `${height}px`;
  style.backgroundImage = `url("${sheet}")`;
  style.backgroundPosition = `${-(place % columns) * width}px ${-Math.floor(place / columns) * height}px`;
  return picture;
}
