/** Whether a page that goes away may come back by itself: no browser tells a reload from an end. */

/** Milliseconds for which a key that reloads may be the cause. */
const JUST_NOW = 2000;
let pressed = -Infinity;

window.addEventListener("keydown", ({ key, ctrlKey, metaKey }) => {
  if (key === "F5" || ((ctrlKey || metaKey) && key.toLowerCase() === "r")) pressed = Date.now();
});

/** Tell if it may be a reload: there is a button for one in sight, or its key was pressed. */
export function mayReload(): boolean {
  const bare = !!window.toolbar && !window.toolbar.visible;
  return !bare || Date.now() - pressed < JUST_NOW;
}
