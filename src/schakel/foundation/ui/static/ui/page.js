/* What every page gains when scripts run. Nothing here is needed to use the page. */
"use strict";

/* After a form came back with errors, the summary is what is read first. */
const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const control = link && document.getElementById(link.hash.slice(1));
    if (control) {
      event.preventDefault();
      control.focus({ preventScroll: true });
      (control.closest("fieldset, .schakel-field") || control).scrollIntoView({ block: "start" });
    }
  });
}

/* A panel that unfolds becomes a modal window behind a button. */
for (const details of document.querySelectorAll("details[data-dialog]")) {
  const summaryLine = details.querySelector("summary");
  const panel = details.querySelector("[data-dialog-panel]");
  const heading = panel.querySelector("h2");
  const dialog = document.createElement("dialog");
  const opener = document.createElement("button");
  const close = document.createElement("button");
  opener.type = "button";
  opener.className = summaryLine.className;
  opener.append(...summaryLine.childNodes);
  opener.addEventListener("click", () => dialog.showModal());
  close.type = "button";
  close.className = "nl-button nl-button--subtle schakel-dialog__close";
  close.textContent = panel.dataset.dialogClose;
  close.addEventListener("click", () => dialog.close());
  heading.id = heading.id || `dialog-${Math.random().toString(36).slice(2)}`;
  dialog.setAttribute("aria-labelledby", heading.id);
  panel.append(close);
  dialog.append(panel);
  details.replaceWith(opener, dialog);
  if (panel.querySelector("[data-error-summary]")) dialog.showModal();
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

/* What unfolds over the page folds again when one goes elsewhere. */
for (const menu of document.querySelectorAll("details[data-menu]")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}
