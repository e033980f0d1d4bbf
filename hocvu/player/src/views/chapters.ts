/** The parts of a video, each a button that plays from its beginning. */

import { VideoData } from "../data";
import { make } from "../dom";
import { clockText, Words } from "../i18n";

export function chapters(
  data: VideoData,
  words: Words,
  seek: (seconds: number) => void,
): HTMLElement[] {
  if (!data.chapters.length) return [];
  const list = make("ol", { role: "list" });
  for (const [start, title] of data.chapters) {
    const time = make("span", { class: "time" }, clockText(start));
    const play = make("button", { type: "button" }, time, make("span", {}, title));
    play.addEventListener("click", () => seek(start));
    list.append(make("li", {}, play));
  }
  const title = make("h2", { id: "hv-chapters" }, words("chapters"));
  return [make("section", { class: "chapters", "aria-labelledby": "hv-chapters" }, title, list)];
}
