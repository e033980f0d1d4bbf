/** Tables that are wider than the page say so, and show where there is more. */

import { all, icon, make } from "./dom";
import { Words } from "./i18n";

export function watchTables(words: Words): () => void {
  const regions = all<HTMLElement>(".table");
  const hints = regions.map((region) => {
    const hint = make("p", { class: "swipe", hidden: true, "aria-hidden": "true" });
    hint.append(icon("sideways"), words("scroll_table"));
    region.before(hint);
    region.addEventListener("scroll", () => shade(region), { passive: true });
    return hint;
  });
  const look = (): void =>
    regions.forEach((region, place) => {
      // One that is not shown has no size.
      if (!region.clientWidth) return;
      hints[place]!.hidden = region.scrollWidth <= region.clientWidth + 1;
      shade(region);
    });
  let waiting = 0;
  const soon = (): void => {
    window.cancelAnimationFrame(waiting);
    waiting = window.requestAnimationFrame(look);
  };
  window.addEventListener("resize", soon);
  return soon;
}

function shade(region: HTMLElement): void {
  const left = region.scrollLeft > 1;
  const right = region.scrollLeft + region.clientWidth < region.scrollWidth - 1;
  region.classList.toggle("more-left", left);
  region.classList.toggle("more-right", right);
}
