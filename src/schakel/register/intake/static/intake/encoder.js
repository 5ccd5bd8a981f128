/* Makes a code of who a person is, on the reporter's own computer, and sends it to the linkage unit.

   What is typed in the frame is read here, wiped when the code is on its way, and put nowhere: no field of the
   frame has a name or belongs to a form that is sent, and nothing is stored. The key is in `key` only. */

import { opened } from "../ui/encoding/keys.js";
import { codesOf, isSound, written } from "../ui/encoding/messages.js";
import { birthOf } from "../ui/encoding/records.js";

const FIELDS = ["surname", "given", "day", "month", "year", "number"];
const frame = document.querySelector("[data-encoder]");
const bench = frame?.querySelector("[data-encoder-bench]");

if (bench) run(JSON.parse(frame.dataset.encoder));

function filled(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_whole, name) => values[name]);
}

function run(told) {
  const said = frame.querySelector("[data-encoder-said]");
  const control = (name) => document.getElementById(`encoder-${name}`);
  const typed = (name) => control(name).value.trim();
  const report = bench.closest("form");
  let key = null;

  const say = (text, values = {}) => {
    const line = document.createElement("p");
    line.textContent = filled(text, values);
    said.replaceChildren(line);
    said.focus();
  };

  const wipe = () => {
    for (const name of FIELDS) control(name).value = "";
  };

  const became = (state) => {
    if (report) report.elements.code.value = state;
  };

  /* What is asked of everybody: beside the frame, or in the report that was sent. */
  const asked = (name) => (report ? report.elements[name]?.value : told.asked[name]) ?? "";

  const readKey = async () => {
    const note = frame.querySelector("[data-encoder-key]");
    const file = control("key").files[0];
    key = null;
    note.textContent = "";
    if (!file) return;
    try {
      key = opened(await file.text(), told.today);
      const until = new Date(key.until).toLocaleDateString(document.documentElement.lang);
      note.textContent = filled(told.texts.key_ready, { ...key, until });
    } catch (error) {
      note.textContent = told.texts[`key_${error.code ?? "file"}`];
    }
  };

  /* The date as far as it was typed: "1992", "1992-05" or "1992-05-03". */
  const birthTyped = () => {
    const [year, month, day] = [typed("year"), typed("month"), typed("day")];
    if (day && !month) return "x";
    return [year, month, day].filter((part, place) => place === 0 || part).join("-");
  };

  const row = () => ({
    first_names: typed("given"),
    last_name: typed("surname"),
    dob: birthTyped() || asked("year_of_birth"),
    age_stated: asked("age"),
    report_date: told.reported,
    sex: told.sexes[asked("gender")] ?? "",
    nationality: told.countries[asked("nationality")] ?? "",
    v_number: typed("number"),
  });

  /* The message with the one code, or null where there is none; then it was said why. */
  const make = () => {
    const identity = row();
    const dated = identity.dob !== "";
    if (!key) say(told.texts.key_missing);
    else if (dated && !birthOf(identity.dob).year) say(told.texts.date);
    else {
      const codes = codesOf(identity, key.key);
      if (codes.byYear.length) {
        const head = { epoch: key.epoch, partner: told.partner, key: key.key };
        return written(head, [{ ref: told.reference, codes }]);
      }
      became("IMPOSSIBLE");
      const named = codesOf({ ...identity, dob: "1990" }, key.key).byYear.length;
      say(named ? told.texts.no_year : told.texts.no_name);
    }
    return null;
  };

  /* Gives the message of `write` to the linkage unit; null: it said why there is none. */
  const send = async (write) => {
    const token = typed("token");
    if (!token) return say(told.texts.token_missing);
    const message = await write();
    if (message === null) return undefined;
    say(told.texts.working);
    let answer;
    try {
      answer = await fetch(told.unit, {
        method: "POST",
        mode: "cors",
        credentials: "omit",
        referrerPolicy: "no-referrer",
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/x-ndjson" },
        body: message,
      });
    } catch {
      return say(told.texts.unreachable);
    }
    if ([401, 403].includes(answer.status)) return say(told.texts.token_wrong);
    const content = await answer.json().catch(() => ({}));
    if (answer.status >= 500) return say(told.texts.unreachable);
    if (!answer.ok) return say(told.texts.refused, { reason: content.detail ?? answer.status });
    became("SENT");
    wipe();
    return say(told.texts.sent, { number: content.number ?? "" });
  };

  const saved = async () => {
    const file = control("saved").files[0];
    if (file) return file.text();
    say(told.texts.saved_missing);
    return null;
  };

  const save = () => {
    const message = make();
    if (message === null) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([message], { type: "application/x-ndjson" }));
    link.download = `code-${told.reference.replace(/[/:]/g, "_")}.jsonl`;
    link.click();
    URL.revokeObjectURL(link.href);
    became("SAVED");
    wipe();
    say(told.texts.saved, { file: link.download });
  };

  /* What stands in the frame when the page is left would be lost without a word. */
  const guard = (event) => {
    const leaves = ["next", "check"].includes(event.submitter?.value);
    if (!leaves || !FIELDS.some(typed) || report.elements.code.value === "IMPOSSIBLE") return;
    event.preventDefault();
    say(told.texts.not_made);
  };

  if (!isSound()) {
    say(told.texts.unsound);
    return;
  }
  frame.querySelector("[data-encoder-without]").hidden = true;
  bench.hidden = false;
  control("key").addEventListener("change", readKey);
  frame.querySelector("[data-encoder-send]")?.addEventListener("click", () => send(make));
  frame.querySelector("[data-encoder-resend]")?.addEventListener("click", () => send(saved));
  frame.querySelector("[data-encoder-save]").addEventListener("click", save);
  for (const name of FIELDS) {
    control(name).addEventListener("input", () => became(""));
    // The key Enter would press the first button of the page, which goes on without a code.
    control(name).addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  }
  report?.addEventListener("submit", guard);
  window.addEventListener("pagehide", () => {
    wipe();
    key = null;
  });
}
