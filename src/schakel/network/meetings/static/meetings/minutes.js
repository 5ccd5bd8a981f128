/* Minutes on several screens at once: a card is kept while somebody types, and follows what others write.

   A control knows three texts: what stands in it, its ground (what the server last said stands there) and, while
   a card is sent, what was sent. Words that differ from their ground are never touched by what comes in; when two
   people changed the same field, the server keeps neither and puts both beside each other. Without this script
   the page is one form, which keeps everything at every button. */

const form = document.querySelector("[data-minutes]");
const follow = form.querySelector("[data-follow]");
const seen = document.getElementById("minutes-seen");
const trouble = form.querySelector("[data-trouble]");
const PAUSE = 900; // milliseconds without a key
const IDLE = Number(document.querySelector("[data-session-seconds]")?.dataset.sessionSeconds ?? 2700) * 1000;

const grounds = new Map();
const timers = new Map();
const flying = new Map(); // cards that are being sent, with what for and which texts
let waiting = null; // the button that waits for them
let over = false;
let lastLife = Date.now();

const plain = (text) => text.replaceAll("\r\n", "\n").trim();
const cards = () => [...form.querySelectorAll("[data-card]")];

/* The controls in which words are written, each with its field and the mark of what stood in it. */
const written = (card) =>
  [...card.querySelectorAll(`[name^="${card.dataset.card}seen_"]`)].map((mark) => {
    const field = mark.name.slice(card.dataset.card.length + "seen_".length);
    return { field, mark, control: card.querySelector(`[name="${card.dataset.card}${field}"]`) };
  });

const first = (control) =>
  control.options
    ? ([...control.options].find((one) => one.defaultSelected) ?? control.options[0]).value
    : control.defaultValue;

const isUnkept = (card) =>
  written(card).some(({ control }) => plain(control.value) !== grounds.get(control));

const say = (card, text) => {
  card.querySelector("[data-kept]").textContent = text;
};

const warn = (text) => {
  if (trouble.hidden === !text && trouble.querySelector("p").textContent === text) return;
  trouble.hidden = !text;
  trouble.querySelector("p").textContent = text;
};

const watch = (card) => {
  const unsaved = card.dataset.unsaved.split(" ");
  for (const { field, control } of written(card)) {
    grounds.set(control, unsaved.includes(field) ? null : plain(first(control)));
  }
};

const keep = (card, what = card.id) => {
  clearTimeout(timers.get(card));
  card.dataset.what = what;
  htmx.trigger(card, "keep");
};

/* What came in replaces what nobody changed here. `sent`: what this screen itself had sent. */
const merge = (card, fresh, sent) => {
  const revision = card.querySelector("[data-revision]");
  const theirRevision = fresh.querySelector("[data-revision]");
  if (!sent && Number(theirRevision.value) <= Number(revision.value)) return;
  revision.value = theirRevision.value;
  const unsaved = fresh.dataset.unsaved.split(" ");
  const found = new Map(written(fresh).map((one) => [one.field, one]));
  for (const { field, mark, control } of written(card)) {
    const { control: theirs, mark: theirMark } = found.get(field);
    const ground = sent ? sent.get(control) : grounds.get(control);
    const [now, then] = [plain(control.value), plain(theirs.value)];
    if (unsaved.includes(field) || (then !== ground && now !== ground && now !== then)) continue;
    if (then !== ground && now !== then) control.value = theirs.value;
    grounds.set(control, then);
    mark.value = theirMark.value;
  }
  for (const part of fresh.querySelectorAll("[data-live]")) refresh(part, Boolean(sent));
  const wrong = [...fresh.querySelectorAll(".schakel-minutes__fields [data-error-summary] li")].map((one) => one.textContent);
  if (wrong.length) say(card, wrong.join(" "));
  else if (!isUnkept(card)) say(card, fresh.querySelector("[data-kept]").textContent);
};

/* A part without words of one's own; not under somebody's hands, unless that somebody asked for it. */
const refresh = (fresh, asked) => {
  const part = document.getElementById(fresh.id);
  if (!part || part.innerHTML === fresh.innerHTML) return;
  if (!asked && (part.contains(document.activeElement) || part.querySelector("details[open]"))) return;
  part.innerHTML = fresh.innerHTML;
};

const read = (xhr) => new DOMParser().parseFromString(xhr.responseText, "text/html");

/* The part of an answer that holds cards; null where there is none, and the page says why. */
const cameIn = (xhr) => {
  const page = read(xhr);
  const ended = page.querySelector("[data-over]");
  const root = page.querySelector("[data-version]");
  if (root) {
    form.querySelector("[name=csrfmiddlewaretoken]").value = root.dataset.token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": root.dataset.token }));
    return root;
  }
  over = Boolean(ended);
  const isDown = xhr.status === 0 || xhr.status >= 500;
  if (!ended && !isDown) seen.value = ""; // after signing in anew a whole answer is needed
  warn(ended ? ended.textContent : isDown ? form.dataset.offline : form.dataset.outside);
  return null;
};

const kept = (card, xhr) => {
  const { what, sent } = flying.get(card);
  flying.delete(card);
  const root = cameIn(xhr);
  const fresh = root?.querySelector(`#${card.id}`);
  if (fresh) {
    merge(card, fresh, sent);
    if (what.startsWith("act")) {
      const act = card.querySelector("[data-unit]");
      const open = act.open;
      act.innerHTML = fresh.querySelector("[data-unit]").innerHTML;
      act.open = open;
    }
    warn(xhr.status === 200 ? "" : form.dataset.wrong);
  }
  if (waiting && !flying.size) {
    const button = waiting;
    waiting = null;
    if (fresh && xhr.status === 200) form.requestSubmit(button);
  }
};

const followed = (xhr) => {
  const root = xhr.status === 204 ? null : cameIn(xhr);
  if (root) {
    lastLife = Date.now();
    seen.value = root.dataset.version;
    for (const fresh of root.querySelectorAll("[data-card]")) {
      const card = document.getElementById(fresh.id);
      if (card) {
        merge(card, fresh);
      } else {
        const added = document.importNode(fresh, true);
        form.querySelector("[data-cards]").append(added);
        htmx.process(added);
        watch(added);
      }
    }
    for (const part of root.querySelectorAll(":scope > [data-live]")) refresh(part, false);
  }
  if (xhr.status !== 204 && !root) return;
  // There is a connection again: what waited for it goes now.
  const unsent = cards().filter((card) => isUnkept(card) && card.dataset.failed);
  unsent.forEach((card) => keep(card));
  if (!unsent.length && trouble.querySelector("p").textContent !== form.dataset.wrong) warn("");
};

form.addEventListener("input", (event) => {
  const card = event.target.closest("[data-card]");
  if (!card || !grounds.has(event.target)) return;
  say(card, form.dataset.typing);
  clearTimeout(timers.get(card));
  timers.set(card, setTimeout(() => keep(card), event.target.matches("textarea") ? PAUSE : PAUSE / 3));
});

form.addEventListener("change", (event) => {
  const card = event.target.closest("[data-card]");
  if (card && event.target.name.includes("-keep_")) keep(card);
});

form.addEventListener("submit", (event) => {
  const what = event.submitter?.value ?? "save";
  const card = event.submitter?.closest("[data-card]");
  if (card || what === "save") {
    event.preventDefault();
    if (card && flying.get(card)?.what === what) return; // a second press
    if (card) keep(card, what);
    else cards().filter(isUnkept).forEach((one) => keep(one));
  } else if (flying.size) {
    event.preventDefault();
    waiting = event.submitter;
  } else {
    timers.forEach(clearTimeout);
    window.removeEventListener("beforeunload", stay);
  }
});

const stay = (event) => {
  if (cards().some(isUnkept)) event.preventDefault();
};
window.addEventListener("beforeunload", stay);

form.addEventListener("htmx:configRequest", (event) => {
  const card = event.target.closest("[data-card]");
  if (!card) return;
  const { what, card: prefix } = card.dataset;
  const wanted = what.startsWith("act") ? [prefix, `a${prefix.slice(1)}`] : [prefix];
  const sending = event.detail.formData;
  for (const name of [...sending.keys()]) {
    if (!wanted.some((one) => name.startsWith(one))) sending.delete(name);
  }
  sending.set("do", what);
  const sent = new Map(written(card).map(({ control }) => [control, plain(control.value)]));
  flying.set(card, { what, sent });
  htmx.trigger(follow, "htmx:abort");
});

form.addEventListener("htmx:beforeRequest", (event) => {
  const idle = document.hidden || Date.now() - lastLife > IDLE;
  if (event.target === follow && (over || idle || flying.size)) event.preventDefault();
});

form.addEventListener("htmx:afterRequest", (event) => {
  const { xhr, elt } = event.detail;
  const down = xhr.status === 0 || xhr.status >= 500;
  if (elt === follow) {
    if (!flying.size) followed(xhr);
  } else if (elt.dataset.card) {
    elt.dataset.failed = down || !read(xhr).querySelector("[data-version]") ? "yes" : "";
    kept(elt, xhr);
  }
});

for (const name of ["keydown", "pointerdown", "scroll"]) {
  document.addEventListener(name, () => { lastLife = Date.now(); }, { passive: true });
}
cards().forEach(watch);
// What was typed before this script was there, or what the browser put back.
cards().filter(isUnkept).forEach((card) => keep(card));
