/* One standardised record → one or two codes, bit for bit as methods/encoding/bits.py makes them. */

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { isReal } from "./records.js";
import { parameters } from "./tables.js";

export const KEY_BYTES = 32;
const STREAM = 16; // draws of two bytes in one digest
const utf8 = new TextEncoder();

const inOrder = (texts) => [...new Set(texts)].sort();
const two = (value) => String(value).padStart(2, "0");
const maybe = (text) => (text ? [text] : []);

const bigrams = (name) => {
  const padded = `_${name}_`;
  return Array.from({ length: padded.length - 1 }, (_, place) => padded.slice(place, place + 2));
};

const tokensOf = (record) => {
  const { given, last, birth } = record;
  const all = [...given, ...last];
  return {
    bigram: inOrder(all.flatMap((token) => bigrams(token.text))),
    sound: inOrder(all.map((token) => token.sound)),
    given: inOrder(given.map((token) => token.root || token.sound)),
    last: inOrder(last.map((token) => token.sound)),
    day: isReal(birth) ? [two(birth.month) + two(birth.day)] : [],
    year: [String(record.year)],
    nationality: maybe(record.nationality),
    sex: maybe(record.sex),
    v_number: maybe(record.vNumber),
  };
};

const code = (found, salt, keyed) => {
  const { length, folded, salted, draws } = parameters;
  const long = new Uint8Array(length / 8);
  for (const [namespace, count] of Object.entries(draws)) {
    const given = found[namespace] ?? [];
    given.forEach((token, place) => {
      // What does not divide goes to the first tokens in their order.
      const share = Math.floor(count / given.length) + (place < count % given.length ? 1 : 0);
      const text = `${namespace}\x1f${token}\x1f${salted ? salt : ""}`;
      for (let block = 0; block * STREAM < share; block += 1) {
        const digest = keyed.clone().update(utf8.encode(`${block}\x1f${text}`)).digest();
        for (let draw = 0; draw < Math.min(STREAM, share - block * STREAM); draw += 1) {
          const bit = ((digest[2 * draw] << 8) | digest[2 * draw + 1]) % length;
          long[length / 8 - 1 - (bit >> 3)] |= 1 << (bit & 7);
        }
      }
    });
  }
  if (!folded) return long;
  const half = long.length / 2;
  return long.subarray(0, half).map((byte, place) => byte ^ long[half + place]);
};

/* `byYear` and `byDay`: bytes; empty where the salt is not known. Both are empty where no year of birth or
   no name is known. */
export const encode = (record, key) => {
  if (key.length < KEY_BYTES) throw new RangeError(`the key must have ${KEY_BYTES} bytes or more`);
  const none = new Uint8Array();
  const { given, last, birth, year, nationality } = record;
  if (!year || !(given.length || last.length)) return { byYear: none, byDay: none };
  const keyed = hmac.create(sha256, key);
  const found = tokensOf(record);
  const byYear = code(found, `A${year}`, keyed);
  if (!isReal(birth) || !nationality) return { byYear, byDay: none };
  return { byYear, byDay: code(found, `B${nationality}|${two(birth.month)}${two(birth.day)}`, keyed) };
};
