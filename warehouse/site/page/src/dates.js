// Days in words, no more exactly than they are known.

import { MARK, NONE } from "./data.js";

const DAY = 86400000;
export const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
export const SHORT = MONTHS.map((name) => name.slice(0, 3));
const SEASONS = { 21: "spring", 22: "summer", 23: "autumn", 24: "winter" }; // ISO 8601-2

export const toDate = (day) => new Date(day * DAY);
export const toDay = (date) => Math.floor(date.getTime() / DAY);

/** YYYY-MM-DD. */
export const iso = (day) => toDate(day).toISOString().slice(0, 10).replace(/^\+00/, "");

/** The day of YYYY-MM-DD, or NONE. */
export function parseIso(text) {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text ?? "");
  if (!match) return NONE;
  const date = new Date(0);
  date.setUTCFullYear(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return toDay(date);
}

function parts(day) {
  const date = toDate(day);
  return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
}

export function dayText(day, names = SHORT) {
  const [year, month, date] = parts(day);
  return `${date} ${names[month]} ${year}`;
}

function range(first, last, names) {
  const [year, month, date] = parts(first);
  const [lastYear, lastMonth] = parts(last);
  if (first === last) return dayText(first, names);
  if (year === lastYear && month === lastMonth) return `${date}–${dayText(last, names)}`;
  if (year === lastYear) return `${date} ${names[month]} – ${dayText(last, names)}`;
  return `${dayText(first, names)} – ${dayText(last, names)}`;
}

/** A date as words: "12 Feb 2025", "Jul 2025", "8–14 Dec 2025", "by 17 Dec 2025", "no date". */
export function dateText(data, i, names = SHORT) {
  const { mark, from, to, edtf, meta, precision, dated, soft } = data;
  const about = soft[i] ? "about " : "";
  if (mark[i] === MARK.UNKNOWN) return "no date";
  if (mark[i] === MARK.FROM) return `${dated[i] ? "from" : "not before"} ${dayText(from[i], names)}`;
  if (mark[i] === MARK.UNTIL) return `${dated[i] ? "until" : "by"} ${dayText(to[i], names)}`;
  if (!dated[i]) return `between ${range(from[i], to[i], names)}`;
  const [year, month] = parts(from[i]);
  switch (meta.precisions[precision[i]]) {
    case "month":
      return `${about}${names[month]} ${year}`;
    case "year":
      return `${about}${year}`;
    case "decade":
      return `${about}${String(year).slice(0, -1)}0s`;
    case "season":
      return `${about}${SEASONS[Number(edtf[i].slice(5, 7))] ?? "season"} ${edtf[i].slice(0, 4)}`;
    case "quarter":
      return `${about}Q${Math.floor(month / 3) + 1} ${year}`;
    case "half":
      return `${about}${month < 6 ? "first" : "second"} half of ${year}`;
    default:
      return about + range(from[i], to[i], names);
  }
}

/** What the date means, in a sentence. */
export function meaning(data, i) {
  const { mark, from, to, dated, meta, precision } = data;
  if (mark[i] === MARK.UNKNOWN) return "No report says when.";
  if (!dated[i]) {
    if (mark[i] === MARK.UNTIL) return "No report says when; it was not after this day.";
    if (mark[i] === MARK.FROM) return "No report says when; it was not before this day.";
    return "No report says when; it lies between these days.";
  }
  if (mark[i] === MARK.FROM) return "It began then; no end is given.";
  if (mark[i] === MARK.UNTIL) return "It ended then; no beginning is given.";
  if (mark[i] === MARK.DAY) return "One day.";
  const days = to[i] - from[i] + 1;
  const known = `${days.toLocaleString("en")} days, ${range(from[i], to[i], SHORT)}`;
  if (meta.precisions[precision[i]] === "interval") return `These days as the reports give them: ${known}.`;
  return `Some time within ${known}. The reports are no more exact.`;
}

/** What the date rests on, in a sentence. */
export const BASIS = {
  explicit: "The text gives the date itself.",
  relative_to_publication: "Worked out from the day of publication.",
  relative_to_context: "Worked out from another date in the text.",
  publication: "Taken from the day of publication.",
  none: "The text gives no date.",
};
