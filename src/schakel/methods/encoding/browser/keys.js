/* The key of an epoch, read from the file that `schakel custody open` makes; see methods/encoding/keys.py. */

import { KEY_BYTES } from "./codes.js";
import { fingerprintOf } from "./messages.js";
import { parameters } from "./tables.js";

const FORMAT = "schakel-epoch-key";
const VERSION = 1;
const NAMES = ["epoch", "fingerprint", "format", "key", "parameters", "partner", "until", "version"];

/* Why a file is no key to be used; `code` is one word: file, damaged, parameters, over. */
export class KeyFileError extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

const contentOf = (text) => {
  try {
    const content = JSON.parse(text);
    return Object.keys(content).sort().join() === NAMES.join() ? content : {};
  } catch {
    return {};
  }
};

const bytesOf = (text) => {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
};

/* `today` as 2026-05-03. */
export const opened = (text, today) => {
  const content = contentOf(text);
  const ours = content.format === FORMAT && content.version === VERSION;
  if (!ours || !Object.values(content).every((one) => one === VERSION || typeof one === "string")) {
    throw new KeyFileError("file");
  }
  const { epoch, until, partner, fingerprint } = content;
  const key = bytesOf(content.key);
  if (key.length !== KEY_BYTES || fingerprintOf(key) !== fingerprint) throw new KeyFileError("damaged");
  if (content.parameters !== parameters.identifier) throw new KeyFileError("parameters");
  if (until < today) throw new KeyFileError("over");
  return { epoch, until, partner, fingerprint, key };
};
