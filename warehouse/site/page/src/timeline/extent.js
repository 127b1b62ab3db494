// Which days there are, and which to begin with.

import { MARK, anchor } from "../data.js";

const LEAST = 40; // days on the axis, however few there are events of

/** First and last day of all events, with some air. */
export function extentOf(data) {
  let first = Infinity;
  let last = -Infinity;
  for (let i = 0; i < data.n; i++) {
    if (data.mark[i] === MARK.UNKNOWN) continue;
    const { from, to, mark } = data;
    first = Math.min(first, mark[i] === MARK.UNTIL ? to[i] : from[i]);
    last = Math.max(last, mark[i] === MARK.FROM ? from[i] : to[i]);
  }
  if (first > last) return [0, LEAST];
  return padded(first, last + 1);
}

function padded(first, last) {
  const air = Math.max((last - first) * 0.04, (LEAST - (last - first)) / 2, 2);
  return [first - air, last + air];
}

/** The days to begin with: all, or those that hold nearly all events where a few lie far off. */
export function startOf(data, extent) {
  const days = [];
  for (let i = 0; i < data.n; i++) if (data.dated[i]) days.push(anchor(data, i));
  if (days.length < 8) return extent;
  days.sort((a, b) => a - b);
  const most = padded(days[Math.floor(days.length * 0.1)], days[Math.ceil(days.length * 0.99) - 1] + 1);
  const clear = most[1] - most[0] < 0.6 * (extent[1] - extent[0]);
  return clear ? [Math.max(most[0], extent[0]), Math.min(most[1], extent[1])] : extent;
}
