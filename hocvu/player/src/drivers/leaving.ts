/** Whether a page that goes away will come back by itself: no browser tells a reload from an end. */

/** Milliseconds for which a key that reloads may be the cause. */
const JUST_NOW = 2000;
let pressed = -Infinity;

window.addEventListener("keydown", ({ key, ctrlKey, metaKey }) => {
  if (key === "F5" || ((ctrlKey || metaKey) && key.toLowerCase() === "r")) pressed = Date.now();
});

/** Tell if it is reloaded by a key. The browser's button for it looks like the window's end. */
export function reloads(): boolean {
  return Date.now() - pressed < JUST_NOW;
}

/** Tell if this page came by a reload, or by the way back. */
export function reloaded(): boolean {
  const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return !!entry && entry.type !== "navigate";
}
