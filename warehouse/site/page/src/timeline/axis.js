// The days along the top: two tiers, from decades to days.

import { utcDay, utcMonday, utcMonth, utcYear } from "d3-time";
import { MONTHS, SHORT, toDate, toDay } from "../dates.js";

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const year = (date) => String(date.getUTCFullYear());
const month = (date) => SHORT[date.getUTCMonth()];

/** From this many pixels a day on: the steps of the lower tier, its words, and the upper tier. */
const LEVELS = [
  [56, utcDay, (date) => `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()}`, utcMonth],
  [24, utcDay, (date) => String(date.getUTCDate()), utcMonth],
  [5, utcMonday, (date) => String(date.getUTCDate()), utcMonth],
  [1.15, utcMonth, month, utcYear],
  [0.36, utcMonth.every(3), month, utcYear],
  [0.12, utcYear, year, null],
  [0.05, utcYear.every(2), year, null],
  [0.022, utcYear.every(5), year, null],
  [0.011, utcYear.every(10), year, null],
  [0, utcYear.every(50), year, null],
];

/** { minor, major, days }: ticks [day, words] between two days; `days` is whether single days can be told apart. */
export function ticks(zoom, first, last) {
  const [, step, words, upper] = LEVELS.find(([least]) => zoom >= least);
  const span = [toDate(Math.floor(first)), toDate(Math.ceil(last) + 1)];
  const minor = step.range(step.floor(span[0]), span[1]).map((date) => [toDay(date), words(date)]);
  const long = upper === utcMonth ? (date) => `${MONTHS[date.getUTCMonth()]} ${year(date)}` : year;
  const major = upper ? upper.range(upper.floor(span[0]), span[1]).map((date) => [toDay(date), long(date)]) : [];
  return { minor, major, days: zoom >= 24 };
}
