/* Names as comparable tokens, exactly as methods/linkage/names.py makes them; its tables come along. */

import anyAscii from "any-ascii";
import { doubleMetaphone } from "double-metaphone";
import { names as tables } from "./tables.js";

const particles = new Set(tables.particles);
const placeholders = new Set(tables.placeholders);
const placeholderWords = new Set(tables.placeholder_words);
const roots = new Map(Object.entries(tables.roots));
const sounds = tables.sounds.map(([pattern, replacement]) => [new RegExp(pattern, "g"), replacement]);
const glued = new RegExp(tables.glued);
const feminine = new RegExp(tables.feminine, "g");

/* Lower-case words of a-z, from any script; an apostrophe joins and a hyphen parts. */
export const asciiWords = (text) =>
  anyAscii(text.normalize("NFKC"))
    .toLowerCase()
    .replace(/['`]/g, "")
    .split(/[^a-z]+/)
    .filter(Boolean);

/* The package differs from the reference in four places; a silent sign in the spelling makes up for each.
   Only words without w, y and z come here. */
const asTheReference = (word) => {
  const spelled = word
    .replace(/^ach/, "aach") // a c in second place is never Germanic
    .replace(/^mcc(?![ei])/, "mc'") // the second c of Mcc is silent
    .replace(/ss|sc.|jj/g, (found) => (found === "jj" ? "j'" : found)); // and so is that of a double j
  const french = /ier$/.test(spelled) && !/m[ea]ier$|k/.test(spelled);
  return french ? `${spelled.slice(0, -1)}'` : spelled;
};

/* How a token sounds, alike for the spellings of one name. */
export const soundOf = (text) => {
  let plain = text.replace(feminine, (found) => (found === "a" ? "" : "y"));
  for (const [pattern, replacement] of sounds) plain = plain.replace(pattern, replacement);
  return doubleMetaphone(asTheReference(plain))[0] || plain.slice(0, 4);
};

/* Nothing, or only what stands for "not known"; initials are a name. */
const isPlaceholder = (words) =>
  placeholders.has(words.join("")) || words.every((word) => placeholderWords.has(word));

/* The telling parts of a name in their order, each once; [] where the name says nothing. */
export const tokens = (text, { surname = false } = {}) => {
  let words = asciiWords(text);
  if (isPlaceholder(words)) return [];
  if (surname) words = words.map((word) => word.replace(glued, ""));
  const telling = words.filter((word) => !(surname && particles.has(word)));
  return [...new Set(telling.length ? telling : words)].map((word) => ({
    text: word,
    sound: soundOf(word),
    root: roots.get(word) ?? "",
  }));
};
