/* One report about one person, standardised, exactly as methods/linkage/records.py does it. */

import anyAscii from "any-ascii";
import { tokens } from "./names.js";
import { firstYear } from "./tables.js";

const UNKNOWN = { year: 0, month: 0, day: 0 };
const SEXES = { V: "F", F: "F", M: "M" };

/* What Python's strip takes away, which is not quite what trim does. */
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const ends = new RegExp(`^${SPACE}|${SPACE}$`, "g");
const stripped = (text) => text.replace(ends, "");

const isDecimal = (text) => /^\p{Nd}+$/u.test(text);
// Digits of every script.
const number = (text) => Number(anyAscii(text));

/* From "1992", "1992-05" or "1992-05-03"; nothing for what cannot be. */
export const birthOf = (text) => {
  const parts = stripped(text).split("-");
  if (!parts.every(isDecimal) || parts.length > 3) return UNKNOWN;
  const [year, month = 0, day = 0] = parts.map(number);
  if (year < firstYear || month > 12 || day > 31) return UNKNOWN;
  return { year, month, day: month ? day : 0 };
};

/* A full date that says more than its year. */
export const isReal = ({ year, month, day }) =>
  Boolean(year && month && day) && !(month === 1 && day === 1);

const claimedYear = (row) => {
  const age = stripped(row.age_stated ?? "");
  const reported = (row.report_date ?? "").slice(0, 4);
  return isDecimal(age) && isDecimal(reported) ? number(reported) - number(age) : 0;
};

/* A row of a report list (columns of `schakel link`), as far as codes are made of it. */
export const recordOf = (row) => {
  const birth = birthOf(row.dob ?? "");
  return {
    given: tokens(row.first_names ?? ""),
    last: tokens(row.last_name ?? "", { surname: true }),
    birth,
    year: birth.year || claimedYear(row),
    sex: SEXES[stripped(row.sex ?? "").toUpperCase().slice(0, 1)] ?? "",
    nationality: stripped(row.nationality ?? "").toUpperCase(),
    vNumber: [...(row.v_number ?? "")].filter(isDecimal).join(""),
  };
};
