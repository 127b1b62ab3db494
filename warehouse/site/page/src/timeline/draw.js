// One picture of the timeline: grid, lanes, marks or densities, and what stands where, for the pointer.

import { MARK, NONE } from "../data.js";
import { glyphPath } from "./label.js";
import { ticks } from "./axis.js";
import { FADE, INSIDE, arrange, density, ends, rowTop, titleLimit } from "./layout.js";
import { drawMark, withAlpha } from "./marks.js";

export const AXIS = 44; // height of the two tiers of days
const BIN = 5; // pixels of a density's column
const SHORTEST = 84; // a title cut shorter than this says nothing
const SANS = '"Inter Variable", system-ui, sans-serif';

/**
 * Draw everything; returns the areas that the pointer can meet, topmost last:
 * { i, x0, x1, y0, y1 } of an event, { lane, first, last, count, … } of a density's column.
 * @param view { width, height, gutter, zoom, x(day), day(x) } in pixels and days
 */
export function draw(context, colours, data, lanes, view, cursor) {
  const { width, height, gutter } = view;
  context.clearRect(0, 0, width, height);
  context.fillStyle = colours.stage;
  context.fillRect(0, 0, width, height);
  lanes.forEach((lane, number) => {
    context.fillStyle = colours.band;
    if (number % 2 === 0) context.fillRect(0, lane.top, width, lane.height);
  });
  grid(context, colours, view);
  const areas = [];
  const inset = gutter ? 0 : 15; // on a narrow screen the lane's name stands above its marks
  const arranged = lanes.map((lane) => arrange(data, lane, view.x, view.zoom, [gutter, width], inset));
  context.save();
  context.beginPath();
  context.rect(gutter, AXIS, width - gutter, height - AXIS);
  context.clip();
  newest(context, colours, data, view);
  const columns = arranged.map(({ crowd }) => (crowd.length ? density(data, crowd, view.x, gutter, width, BIN) : null));
  // Dated lanes share a scale; bounds pile up on days of publication and would flatten everything else.
  const peaks = columns.map((column) => (column ? column.exact.reduce((most, value, bin) => Math.max(most, value + column.vague[bin]), 1) : 1));
  const shared = Math.max(1, ...peaks.filter((_, number) => !lanes[number].undated));
  lanes.forEach((lane, number) => {
    if (columns[number]) drawDensity(context, colours, data, lane, columns[number], lane.undated ? peaks[number] : shared, view, inset, areas);
    drawEvents(context, colours, data, lane, arranged[number], view, cursor, inset, areas);
  });
  context.restore();
  names(context, colours, data, lanes, view);
  return areas;
}

function grid(context, colours, view) {
  const { width, height, gutter, zoom, x, day } = view;
  const { minor, major, days } = ticks(zoom, day(gutter), day(width));
  context.textBaseline = "middle";
  context.lineWidth = 1;
  context.save();
  context.beginPath();
  context.rect(gutter, 0, width - gutter, height);
  context.clip();
  if (days) {
    context.fillStyle = colours.faint;
    for (const [tick] of minor) if ((tick + 4) % 7 === 6 || (tick + 4) % 7 === 0) context.fillRect(x(tick), AXIS, zoom, height - AXIS); // 1970-01-01 was a Thursday
  }
  context.font = `11.5px ${SANS}`;
  minor.forEach(([tick, words], number) => {
    const at = Math.round(x(tick)) + 0.5;
    line(context, colours.line, at, AXIS - 5, at, height);
    context.fillStyle = colours.muted;
    const next = minor[number + 1] ? x(minor[number + 1][0]) : Infinity;
    if (days) centred(context, words, (x(tick) + x(tick + 1)) / 2, AXIS - 13);
    else if (next - at > context.measureText(words).width + 6) context.fillText(words, at + 4, AXIS - 13);
  });
  context.font = `600 12px ${SANS}`;
  major.forEach(([tick, words], number) => {
    const at = Math.round(x(tick)) + 0.5;
    line(context, withAlpha(colours.muted, 0.55), at, 4, at, height);
    const next = major[number + 1] ? x(major[number + 1][0]) : Infinity;
    const room = context.measureText(words).width + 12;
    const sticky = Math.min(Math.max(at + 6, gutter + 8), next - room); // the year stays readable while it is in view
    context.fillStyle = colours.ink;
    if (sticky >= gutter + 4) context.fillText(words, sticky, 14);
  });
  context.restore();
  line(context, colours.line, 0, AXIS - 0.5, width, AXIS - 0.5);
}

function centred(context, words, x, y) {
  context.textAlign = "center";
  context.fillText(words, x, y);
  context.textAlign = "start";
}

function line(context, colour, x0, y0, x1, y1) {
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/** The day of the newest report: what stands after it had not happened when it was last written about. */
function newest(context, colours, data, view) {
  const day = data.meta.newest;
  if (day === null || day === NONE) return;
  const at = Math.round(view.x(day + 1)) + 0.5;
  if (at < view.gutter || at > view.width) return;
  context.setLineDash([3, 4]);
  line(context, colours.muted, at, AXIS, at, view.height);
  context.setLineDash([]);
  context.font = `10px ${SANS}`;
  context.fillStyle = colours.muted;
  context.save();
  context.translate(at - 7, view.height - 6);
  context.rotate(-Math.PI / 2);
  context.fillText("newest report", 0, 0);
  context.restore();
}

function drawEvents(context, colours, data, lane, { mode, rows, shown }, view, cursor, inset, areas) {
  context.font = `${mode?.letters ?? 12}px ${SANS}`;
  const room = mode?.letters ? gaps(data, lane, mode, rows, shown, view) : null;
  for (const place of shown) {
    const i = lane.events[place];
    const span = ends(data, i, view.x, mode.radius);
    const top = rowTop(lane, mode, rows[place], inset);
    const y = top + mode.row / 2;
    const emphasis = i === cursor.event ? 2 : i === cursor.hover ? 1.2 : 0;
    drawMark(context, colours, data, i, span, y, mode.radius, emphasis);
    let right = span[1];
    if (mode.titles) right = title(context, colours, data, i, span, y, view, titleLimit);
    else if (room?.get(place) > SHORTEST) title(context, colours, data, i, span, y, view, Math.min(titleLimit, room.get(place)));
    areas.push({ i, x0: span[0] - 3, x1: right + 3, y0: top, y1: top + mode.row });
  }
}

/** How much room there is beside each mark before the next one in its row. */
function gaps(data, lane, mode, rows, shown, view) {
  const room = new Map();
  const before = new Map(); // by row: the mark before, and where it ends
  for (const place of shown) {
    const i = lane.events[place];
    const [left, right] = ends(data, i, view.x, mode.radius);
    const last = before.get(rows[place]);
    if (last) room.set(last[0], left - last[1] - 14);
    before.set(rows[place], [place, right]);
  }
  for (const [place, right] of before.values()) room.set(place, view.width - right - 12);
  return room;
}

/** The title beside a day's mark, or inside a bar with room for it; returns where it ends. */
function title(context, colours, data, i, [left, right], y, view, limit) {
  const inside = data.mark[i] === MARK.SPAN && right - Math.max(left, view.gutter) > INSIDE;
  const start = inside ? Math.max(left + 9, view.gutter + 6) : data.mark[i] === MARK.UNTIL ? right + 5 : right + 6;
  const words = cut(context, data.title[i], inside ? Math.max(limit, right - start - 8) : limit);
  if (inside || data.mark[i] === MARK.FROM) halo(context, colours, words, data.mark[i] === MARK.FROM ? left + 6 : start, y);
  context.fillStyle = data.meta.statuses[data.status[i]] === "occurred" ? colours.ink : colours.muted;
  const at = data.mark[i] === MARK.FROM ? Math.max(left + 7, right - FADE * 0.55) : start;
  context.fillText(words, at, y + 0.5);
  return Math.max(right, at + context.measureText(words).width);
}

function halo(context, colours, words, x, y) {
  context.save();
  context.lineWidth = 3;
  context.lineJoin = "round";
  context.strokeStyle = withAlpha(colours.stage, 0.7);
  context.strokeText(words, x, y + 0.5);
  context.restore();
}

const cuts = new Map();

function cut(context, words, room) {
  const key = `${context.font} ${Math.round(room / 8)} ${words}`;
  if (cuts.has(key)) return cuts.get(key);
  let short = words;
  if (context.measureText(words).width > room) {
    let length = Math.floor((words.length * room) / context.measureText(words).width);
    while (length > 4 && context.measureText(`${words.slice(0, length)}…`).width > room) length--;
    short = `${words.slice(0, length).trimEnd()}…`;
  }
  if (cuts.size > 5000) cuts.clear();
  cuts.set(key, short);
  return short;
}

function drawDensity(context, colours, data, lane, { exact, vague }, peak, view, inset, areas) {
  const { gutter, day } = view;
  const colour = lane.family === undefined ? colours.families.other : colours.families[data.meta.families[lane.family].key];
  const floor = lane.top + lane.height - 3;
  const room = lane.height - 9 - inset;
  const scale = (value) => Math.sqrt(value / peak) * room; // by area a single event would vanish beside a thousand
  const pale = withAlpha(colour, 0.32);
  for (let bin = 0; bin < exact.length; bin++) {
    const sum = exact[bin] + vague[bin];
    if (sum < 0.004) continue;
    const x = gutter + bin * BIN;
    const whole = Math.max(1.5, scale(sum));
    context.fillStyle = pale;
    context.fillRect(x, floor - whole, BIN - 1, whole);
    if (exact[bin]) {
      const sure = Math.max(1.5, (whole * exact[bin]) / sum);
      context.fillStyle = colour;
      context.fillRect(x, floor - sure, BIN - 1, sure);
    }
    areas.push({ lane, exact: exact[bin], vague: vague[bin], first: day(x), last: day(x + BIN), x0: x, x1: x + BIN, y0: lane.top, y1: lane.top + lane.height });
  }
}

/** The lanes' names: in the gutter, or above the marks where there is no room for one. */
function names(context, colours, data, lanes, view) {
  context.textBaseline = "middle";
  for (const lane of lanes) {
    line(context, colours.line, 0, lane.top + lane.height - 0.5, view.width, lane.top + lane.height - 0.5);
    const y = view.gutter ? lane.top + Math.min(20, lane.height / 2) : lane.top + 9;
    let x = view.gutter ? 12 : 5;
    if (lane.family !== undefined) {
      glyphPath(context, colours, data.meta.families[lane.family].key, x + 5, y);
      x += 17;
    }
    context.font = `${view.gutter ? 600 : 500} ${view.gutter ? 12 : 11}px ${SANS}`;
    context.fillStyle = colours.ink;
    const room = (view.gutter || 160) - x - (view.gutter && lane.height < 44 ? 40 : 6);
    const label = fit(context, lane.label, room);
    context.fillText(label, x, y);
    const count = lane.events.length + (lane.loose ?? 0);
    const under = view.gutter && lane.height >= 44;
    const loose = lane.loose ? ` · ${lane.loose} without any bound` : "";
    context.font = `11px ${SANS}`;
    context.fillStyle = colours.muted;
    const words = count.toLocaleString("en");
    if (under) context.fillText(words + loose, x, y + 16);
    else if (view.gutter) context.fillText(words, view.gutter - 10 - context.measureText(words).width, y);
  }
  if (view.gutter) line(context, colours.line, view.gutter - 0.5, AXIS, view.gutter - 0.5, view.height);
}

function fit(context, words, room) {
  let short = words;
  while (short.length > 3 && context.measureText(short).width > room) short = `${short.slice(0, -2).trimEnd()}…`;
  return short;
}
