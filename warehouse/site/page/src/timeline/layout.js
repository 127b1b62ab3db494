// Where marks stand: rows within a lane, as large as the room allows; where even small ones do not fit, a density.

import { MARK } from "../data.js";

/**
 * How marks are drawn, the most telling first: height of a row, radius of a day's mark, whether all have room for their
 * title, or else the size of the letters of titles where there happens to be room.
 */
const MODES = [
  { row: 22, radius: 5.5, titles: true },
  { row: 15, radius: 5, letters: 11.5 },
  { row: 11, radius: 4, letters: 10.5 },
  { row: 7, radius: 2.8 },
  { row: 5, radius: 2 },
];
export const INSIDE = 150; // a bar at least so long has its title within
const TITLE = 250; // at most this much room for a title
const LETTER = 6.1; // mean width of a letter of a title; drawing cuts what is longer
export const FADE = 90; // length of a bar that fades into the unknown
const PAD = 4; // above and below the rows of a lane
const LEAST = 30; // height of a lane
const MOST = 40; // rows that count when the heights are shared out
const CROWD = 0.35; // share of events that may stand in crowded stretches before the next smaller marks are taken
const CROWD_SMALL = 0.7; // the same for the smallest marks, before there are none

/** Give lanes their top and height, by the rows that their events would need at a zoom. */
export function heights(data, lanes, top, height, zoom) {
  const mode = MODES[2];
  const needs = lanes.map((lane) => {
    const rows = pack(data, lane, (day) => day * zoom, mode, MOST);
    return (1 + rows.reduce((most, row) => Math.max(most, row < 0 ? MOST : row + 1), 0)) ** 0.8;
  });
  const total = needs.reduce((sum, need) => sum + need, 0);
  const least = Math.min(LEAST, height / lanes.length);
  const free = Math.max(0, height - least * lanes.length);
  let y = top;
  lanes.forEach((lane, number) => {
    lane.top = y;
    lane.height = least + (free * needs[number]) / total;
    lane.packed = new Map();
    y += lane.height;
  });
}

/** The ends of an event's mark in pixels, for a scale x(day) of `zoom` pixels a day. */
export function ends(data, i, x, radius) {
  const { mark, from, to } = data;
  if (mark[i] === MARK.UNTIL) {
    const right = x(to[i] + 1);
    return [right - FADE, right];
  }
  const left = x(from[i]);
  if (mark[i] === MARK.FROM) return [left, left + FADE];
  const right = x(to[i] + 1);
  const middle = (left + right) / 2;
  if (mark[i] === MARK.DAY) return [middle - radius, middle + radius];
  const least = radius * 2.6; // a span is never as narrow as a day's mark
  return right - left >= least ? [left, right] : [middle - least / 2, middle + least / 2];
}

/**
 * How a lane's events stand at this zoom: { mode, rows, shown, crowd }. `shown` are the places of the events that have
 * a row, `crowd` the events of stretches where marks do not fit: they are counted instead.
 * Rows depend on the zoom, not on what is in view: moving sideways moves nothing up or down.
 */
export function arrange(data, lane, x, zoom, [left, right], inset) {
  const visible = inView(data, lane, x, left, right);
  const tried = [];
  for (const mode of MODES) {
    const room = Math.floor((lane.height - 2 * PAD - inset) / mode.row);
    const need = mode.titles ? 70 : mode.radius * 2 + 3; // a mark's room at the least
    if (room < 1 || visible.length * need > room * (right - left) * 1.6) continue;
    const rows = packed(data, lane, x, zoom, mode, room);
    if (visible.every((place) => rows[place] >= 0)) return { mode, rows, shown: visible, crowd: [] };
    if (!mode.titles && mode.row <= 11) tried.push([mode, rows]);
  }
  for (const [mode, rows] of tried) {
    const shown = uncrowded(data, lane, x, mode, rows, visible);
    if (visible.length - shown.length <= (mode.row > 5 ? CROWD : CROWD_SMALL) * visible.length) {
      const kept = new Set(shown);
      return { mode, rows, shown, crowd: visible.filter((place) => !kept.has(place)).map((place) => lane.events[place]) };
    }
  }
  return { mode: null, rows: null, shown: [], crowd: visible.map((place) => lane.events[place]) };
}

function packed(data, lane, x, zoom, mode, room) {
  const key = `${zoom.toPrecision(8)} ${room}`;
  if (lane.packed.get(mode)?.key !== key) lane.packed.set(mode, { key, rows: pack(data, lane, x, mode, room) });
  return lane.packed.get(mode).rows;
}

/** The places of events in stretches in which every event has a row; marks that touch belong to one stretch. */
function uncrowded(data, lane, x, mode, rows, visible) {
  const kept = [];
  let stretch = [];
  let until = -Infinity;
  const close = () => {
    if (stretch.every((place) => rows[place] >= 0)) kept.push(...stretch);
    stretch = [];
  };
  for (const place of visible) {
    const [start, end] = ends(data, lane.events[place], x, mode.radius);
    if (start > until + 5) {
      close();
      until = -Infinity;
    }
    stretch.push(place);
    until = Math.max(until, end);
  }
  close();
  return kept;
}

/** Places in the lane of the events whose marks can be seen. */
function inView(data, lane, x, left, right) {
  const found = [];
  lane.events.forEach((i, place) => {
    const [start, end] = ends(data, i, x, 6);
    if (end >= left && start <= right) found.push(place);
  });
  return found;
}

/** First fit, by day: each event gets the topmost row that is free where it begins; -1 where none is. */
function pack(data, lane, x, mode, room) {
  const free = new Float64Array(room).fill(-Infinity);
  const rows = new Int16Array(lane.events.length).fill(-1);
  lane.events.forEach((i, place) => {
    const [start, end] = ends(data, i, x, mode.radius);
    const until = end + 3 + (mode.titles ? titleRoom(data, i, end - start) : 0);
    for (let row = 0; row < room; row++) {
      if (free[row] > start) continue;
      free[row] = until;
      rows[place] = row;
      return;
    }
  });
  return rows;
}

/** Room that a title takes beyond its mark: those of long bars stand inside. */
function titleRoom(data, i, width) {
  const needed = Math.min(TITLE, data.title[i].length * LETTER) + 10;
  return data.mark[i] === MARK.SPAN && width > INSIDE ? Math.max(0, needed - width + 12) : needed;
}

export const titleLimit = TITLE;
export const rowTop = (lane, mode, row, inset) => lane.top + PAD + inset + row * mode.row;

/**
 * Counts of events along the axis in bins of `width` pixels: `exact` of single days, `vague` of dates that can mean more (spread
 * over the days they can mean, so that a year adds little to each of its days; at the bound where there is only one).
 */
export function density(data, events, x, left, right, width) {
  const bins = Math.ceil((right - left) / width) + 1;
  const exact = new Float64Array(bins);
  const vague = new Float64Array(bins);
  const steps = new Float64Array(bins + 1);
  const bounds = new Float64Array(bins);
  for (const i of events) {
    const [start, end] = ends(data, i, x, 0);
    if (end < left || start > right) continue;
    const first = (start - left) / width;
    const last = (end - left) / width;
    if (data.mark[i] === MARK.DAY) {
      const bin = Math.floor((first + last) / 2);
      if (bin >= 0 && bin < bins) exact[bin]++;
    } else if (data.mark[i] !== MARK.SPAN) {
      const bin = Math.floor(data.mark[i] === MARK.FROM ? first : last - 0.01); // at its bound
      if (bin >= 0 && bin < bins) bounds[bin]++;
    } else {
      const share = 1 / Math.max(1, last - first);
      steps[Math.max(0, Math.floor(first))] += share;
      steps[Math.min(bins, Math.max(1, Math.ceil(last)))] -= share;
    }
  }
  let sum = 0;
  for (let bin = 0; bin < bins; bin++) {
    sum += steps[bin];
    vague[bin] = Math.max(0, sum) + bounds[bin];
  }
  return { exact, vague };
}
