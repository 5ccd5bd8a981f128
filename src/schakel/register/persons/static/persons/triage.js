/* Keys for the list of the triage desk. They work only while the focus is in the list (WCAG 2.1.4), and press
   the buttons and links that stand there: without this script nothing is missing but the keys. */
"use strict";

const queue = document.querySelector("[data-queue]");
const keys = document.querySelector("[data-queue-keys]");
const PLACE = "schakel-triage-place";
const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

function links() {
  return [...queue.querySelectorAll("[data-open]")];
}

function place(row) {
  return links().indexOf(row.querySelector("[data-open]"));
}

function press(row, key) {
  const control = row.querySelector(`[data-key="${key}"]`);
  if (!control) return false;
  // The page comes back with one report fewer: the focus goes to the one that took its place.
  sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, place(row)]));
  control.click();
  return true;
}

function typed(event) {
  const row = event.target.closest("[data-row]");
  const writing = event.target.matches("textarea, select, input:not([type=checkbox])");
  if (!row || writing || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === "?") {
    keys.open = !keys.open;
    return true;
  }
  if (event.key in STEPS) {
    const next = links()[place(row) + STEPS[event.key]];
    if (next) next.focus();
    return true;
  }
  return "aqm".includes(event.key) && event.key.length === 1 && press(row, event.key);
}

if (queue && keys) {
  keys.hidden = false;
  queue.addEventListener("keydown", (event) => {
    if (typed(event)) event.preventDefault();
  });
  const [path, index] = JSON.parse(sessionStorage.getItem(PLACE) || "[]");
  sessionStorage.removeItem(PLACE);
  const all = links();
  if (path === location.pathname && all.length) all[Math.min(index, all.length - 1)].focus();
}
