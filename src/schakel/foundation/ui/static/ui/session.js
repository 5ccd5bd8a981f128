/* Warns two minutes before the session ends; the server ends it, with or without this script. */
"use strict";

const session = document.querySelector("[data-session-seconds]");
if (session) watch(session);

function watch(root) {
  const WARN = 120; // seconds before the end
  const length = Number(root.dataset.sessionSeconds);
  const banner = root.querySelector("[data-session-banner]");
  const text = root.querySelector("[data-session-text]");
  const warning = text.textContent;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("schakel-session") : null;
  let end = 0;

  function extend() {
    end = Date.now() + length * 1000;
    banner.hidden = true;
  }

  function signIn() {
    const next = encodeURIComponent(window.location.pathname);
    window.location.assign(`${root.dataset.sessionEnd}?next=${next}`);
  }

  async function stay() {
    try {
      const answer = await fetch(root.dataset.sessionUrl, { credentials: "same-origin" });
      const signedOut = new URL(answer.url).pathname === root.dataset.sessionEnd;
      if (!answer.ok || signedOut) throw new Error("session ended");
      extend();
      if (tabs) tabs.postMessage("extended");
    } catch {
      text.textContent = root.dataset.sessionFailed;
      banner.hidden = false;
    }
  }

  function look() {
    const left = (end - Date.now()) / 1000;
    if (left <= 0) {
      signIn();
    } else if (left <= WARN && banner.hidden) {
      text.textContent = warning;
      banner.hidden = false;
    }
  }

  extend();
  if (tabs) {
    tabs.postMessage("extended"); // this page was just served, which moved the end for every tab
    tabs.addEventListener("message", extend);
  }
  document.addEventListener("htmx:afterRequest", extend);
  root.querySelector("[data-session-stay]").addEventListener("click", stay);
  window.setInterval(look, 5000);
  document.addEventListener("visibilitychange", look); // timers sleep with the machine
}
