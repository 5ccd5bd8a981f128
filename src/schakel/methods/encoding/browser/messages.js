/* Codes on their way to the linkage unit, as methods/encoding/messages.py writes them. */

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { encode } from "./codes.js";
import { recordOf } from "./records.js";
import { golden, message, parameters } from "./tables.js";

const utf8 = new TextEncoder();
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

/* The codes of a row of a report list. */
export const codesOf = (row, key) => encode(recordOf(row), key);

/* Tells keys apart and gives none away. */
export const fingerprintOf = (key) =>
  hex(hmac(sha256, key, utf8.encode("schakel key fingerprint"))).slice(0, 16);

/* Sixteen hexadecimal digits that stand for what this browser makes of the golden identities. */
const checkHere = () => {
  const key = Uint8Array.from(golden.key.match(/../g), (pair) => parseInt(pair, 16));
  const lines = golden.identities.map(({ row }) => {
    const { byYear, byDay } = codesOf(row, key);
    return `${hex(byYear)} ${hex(byDay)}\n`;
  });
  return hex(sha256(utf8.encode(lines.join("")))).slice(0, 16);
};

/* Does this browser make the golden codes? One that does not must not encode. */
export const isSound = () => checkHere() === golden.check;

/* A whole message. Each row: `ref` and `codes`; rows without a code are counted, not sent. */
export const written = ({ epoch, partner, key }, rows) => {
  const sent = rows.filter(({ codes }) => codes.byYear.length);
  const head = {
    format: message.format,
    version: message.version,
    epoch,
    key: fingerprintOf(key),
    partner,
    parameters: parameters.identifier,
    check: golden.check,
  };
  const lines = sent.map(({ ref, codes }) => ({
    ref,
    by_year: base64(codes.byYear),
    by_day: base64(codes.byDay),
  }));
  const end = { rows: sent.length, not_encodable: rows.length - sent.length };
  return [head, ...lines, end].map((line) => `${JSON.stringify(line)}\n`).join("");
};
