/** A document: a page counts as read when its end was in sight. */

import { make } from "../dom";
import { Pages } from "./pages";

export class DocumentView extends Pages {
  start(): void {
    super.start();
    const ends = this.pages.map((page) => {
      const end = make("div", { class: "page-end" });
      page.append(end);
      return end;
    });
    // The observer sees through frames that are as tall as their content; sizes here would not.
    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) this.see(ends.indexOf(entry.target as HTMLDivElement));
      }
    });
    for (const end of ends) watcher.observe(end);
  }
}
