/* Looks, on leaving a field, whether a text holds what does not belong there; says so, and sends nothing.

   What to look for comes with the field, in `data-free-text`: the server has the same table and looks again. */

const elevenTest = (text, weights) => {
  const digits = [...text].filter((char) => /[0-9]/.test(char)).map(Number);
  if (digits.length !== weights.length || !digits.some(Boolean)) return false;
  return digits.reduce((sum, digit, place) => sum + digit * weights[place], 0) % 11 === 0;
};

const counts = (rule, text, table) => {
  if (rule.kind === table.name) {
    const starts = table.sentenceStarts.some((start) => text.startsWith(start));
    return !table.noNames.includes(text) && !starts;
  }
  if (rule.digits && text.replace(/[^0-9]/g, "").length !== rule.digits) return false;
  return !rule.eleven || elevenTest(text, table.weights);
};

/* The kinds of things found, in the order of the rules; each once. */
export const findings = (text, table) => {
  const plain = text.normalize("NFKC");
  const found = table.rules.filter((rule) =>
    [...plain.matchAll(new RegExp(rule.pattern, "g"))].some((match) =>
      counts(rule, match[1] ?? match[0], table),
    ),
  );
  return [...new Set(found.map((rule) => rule.kind))];
};

/* Not while a button of the mouse is down: the notice would move the page away from under the click. */
let pressed = false;
let waiting = [];

const whenReleased = (work) => {
  if (pressed) waiting.push(work);
  else work();
};

const press = () => {
  pressed = true;
};

const release = () => {
  pressed = false;
  const ready = waiting;
  waiting = [];
  // After the click that this release makes.
  setTimeout(() => ready.forEach((work) => work()), 0);
};

const watch = (control) => {
  const table = JSON.parse(control.dataset.freeText);
  const notice = document.createElement("div");
  notice.id = `${control.id}_notice`;
  notice.className = "schakel-notice";
  notice.setAttribute("aria-live", "polite");
  control.after(notice);
  const described = control.getAttribute("aria-describedby");
  control.setAttribute("aria-describedby", [described, notice.id].filter(Boolean).join(" "));
  const look = () => {
    const sentences = findings(control.value, table).map((kind) => table.texts[kind]);
    notice.replaceChildren(
      ...sentences.map((sentence) => {
        const line = document.createElement("p");
        line.textContent = sentence;
        return line;
      }),
    );
  };
  control.addEventListener("blur", () => whenReleased(look));
};

if (typeof document !== "undefined") {
  document.addEventListener("pointerdown", press, true);
  document.addEventListener("pointerup", release, true);
  document.addEventListener("pointercancel", release, true);
  document.querySelectorAll("[data-free-text]").forEach(watch);
}
