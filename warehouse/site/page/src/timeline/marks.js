// How an event looks: its family gives colour and shape, its status the filling, its date the form.

import { MARK } from "../data.js";
import { trace } from "../shapes.js";

/** The colours of the page's style sheet, for the canvas. */
export function palette() {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(`--${name}`).trim();
  const families = Object.fromEntries(
    ["talks", "papers", "conflict", "offices", "people", "law", "other"].map((key) => [key, value(`family-${key}`)]),
  );
  const names = ["paper", "stage", "band", "ink", "muted", "line", "faint", "accent", "fresh"];
  return { ...Object.fromEntries(names.map((name) => [name, value(name)])), families };
}

/** Draw one event between two x, on the middle line y of its row. */
export function drawMark(context, colours, data, i, [left, right], y, radius, emphasis) {
  const key = data.meta.families[data.family[i]].key;
  const status = data.meta.statuses[data.status[i]];
  const colour = colours.families[key];
  const mark = data.mark[i];
  context.lineWidth = radius > 3.5 ? 1.6 : 1.1;
  context.strokeStyle = colour;
  context.setLineDash(status === "hypothetical" ? [2.2, 2] : []);
  if (mark === MARK.DAY) day(context, colours, key, status, colour, (left + right) / 2, y, radius);
  else bar(context, colours, data, i, status, colour, left, right, y, radius);
  context.setLineDash([]);
  if (data.change[i] === 1 || data.change[i] === 2) fresh(context, colours, mark === MARK.DAY ? right : Math.max(left + 4, right - 3), y - radius, radius);
  if (emphasis) ring(context, colours, left, right, y, radius, emphasis);
}

function day(context, colours, key, status, colour, x, y, radius) {
  context.beginPath();
  trace(context, key, x, y, status === "occurred" ? radius : radius - 0.5);
  context.fillStyle = status === "occurred" ? colour : colours.stage;
  context.fill();
  if (status !== "occurred") context.stroke();
  if (status === "negated") strike(context, x - radius * 1.3, y + radius * 1.3, x + radius * 1.3, y - radius * 1.3);
}

function bar(context, colours, data, i, status, colour, left, right, y, radius) {
  const mark = data.mark[i];
  const half = Math.max(1.5, radius * 0.82);
  const open = mark === MARK.FROM || mark === MARK.UNTIL;
  const soft = data.soft[i] || (mark === MARK.SPAN && !data.dated[i]);
  context.beginPath();
  context.roundRect(left, y - half, right - left, half * 2, open ? 0 : half);
  const strong = status === "occurred" ? 0.5 : 0.14;
  if (open) {
    const [from, to] = mark === MARK.FROM ? [left, right] : [right, left];
    context.fillStyle = shade(context, colour, from, to, status === "occurred" ? 0.75 : 0.3);
    context.fill();
    context.beginPath();
    context.moveTo(from, y - half - 1.5);
    context.lineTo(from, y + half + 1.5);
    context.stroke();
    return;
  }
  context.globalAlpha = soft ? strong * 0.55 : strong;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
  if (soft && status !== "hypothetical") context.setLineDash([4, 3]);
  context.stroke();
  if (status === "negated") strike(context, left, y, right, y);
}

const shades = new Map();

/** A colour that fades from one x to another. */
function shade(context, colour, from, to, strength) {
  const gradient = context.createLinearGradient(from, 0, to, 0);
  const key = `${colour} ${strength}`;
  if (!shades.has(key)) shades.set(key, [withAlpha(colour, strength), withAlpha(colour, 0)]);
  const [strong, clear] = shades.get(key);
  gradient.addColorStop(0, strong);
  gradient.addColorStop(1, clear);
  return gradient;
}

export function withAlpha(hex, alpha) {
  const value = Number.parseInt(hex.slice(1), 16);
  return `rgba(${value >> 16}, ${(value >> 8) & 255}, ${value & 255}, ${alpha})`;
}

function strike(context, x0, y0, x1, y1) {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/** A small dot at the corner: new or changed since the release that is compared with. */
function fresh(context, colours, x, y, radius) {
  context.beginPath();
  context.arc(x, y, Math.max(1.8, radius * 0.42), 0, 2 * Math.PI);
  context.fillStyle = colours.fresh;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = colours.stage;
  context.stroke();
}

function ring(context, colours, left, right, y, radius, strength) {
  context.beginPath();
  context.roundRect(left - 4, y - radius - 4, right - left + 8, radius * 2 + 8, radius + 4);
  context.strokeStyle = colours.ink;
  context.lineWidth = strength;
  context.stroke();
}
