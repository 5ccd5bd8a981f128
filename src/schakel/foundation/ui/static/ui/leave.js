/* Leave the site quickly: this page gives way, so that the back button does not return to it. */
"use strict";

const exit = document.querySelector("[data-quick-exit]");
const WITHIN = 2000; // milliseconds between the first and the third press

function leave() {
  document.documentElement.hidden = true;
  window.location.replace(exit.href);
}

exit.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

for (const explanation of document.querySelectorAll("[data-quick-exit-keys]")) {
  explanation.hidden = false;
}

let presses = [];
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") {
    presses = [];
    return;
  }
  presses = [...presses, event.timeStamp].slice(-3);
  if (presses.length === 3 && presses[2] - presses[0] <= WITHIN) leave();
});

/* Whoever does come back with the back button finds the page loaded afresh, not kept as it was. */
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
