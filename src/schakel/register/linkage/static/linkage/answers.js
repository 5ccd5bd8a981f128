/* Keys 1 to 4 press the answer that they stand beside. They work only while the focus is among the answers
   (WCAG 2.1.4); whoever answered one pair finds the focus there on the next. */
"use strict";

const answers = document.querySelector("[data-answers]");
const GOING_ON = "schakel-answers";

if (answers) {
  answers.addEventListener("keydown", (event) => {
    const writing = event.target.matches("input, select, textarea");
    if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    const control = answers.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!control) return;
    event.preventDefault();
    sessionStorage.setItem(GOING_ON, "yes");
    control.click();
  });
  if (sessionStorage.getItem(GOING_ON)) {
    sessionStorage.removeItem(GOING_ON);
    answers.querySelector("[data-key]").focus();
  }
}
