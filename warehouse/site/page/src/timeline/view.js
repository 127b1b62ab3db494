// The timeline that people handle: wheel, drag, pinch, buttons and keys; what is in view; what the pointer is on.

import { select } from "d3-selection";
import "d3-transition";
import { zoom as makeZoom, zoomIdentity } from "d3-zoom";
import { MARK, anchor } from "../data.js";
import { dateText } from "../dates.js";
import { announce, count, onFrame } from "../dom.js";
import { AXIS, draw } from "./draw.js";
import { extentOf, startOf } from "./extent.js";
import { lanesOf } from "./lanes.js";
import { heights } from "./layout.js";
import { palette } from "./marks.js";
import { makeOverview } from "./overview.js";

const CLOSEST = 90; // pixels a day at the most
const WIDE = 620; // from this width on the lanes' names have a gutter of their own
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** @param on { view(first, last, byHand), open(i), hover(area, x, y) } */
export function makeTimeline(data, parts, on) {
  const { canvas, overview } = parts;
  const context = canvas.getContext("2d");
  const cursor = { event: null, hover: null };
  const extent = extentOf(data);
  let colours = palette();
  let found = new Int32Array(0);
  let lanes = [];
  let areas = [];
  let by = "family";
  let size = { width: 0, height: 0, gutter: 0 };
  let transform = zoomIdentity;
  let moving = false; // by us, so that the address is written once at the end

  const base = (day) => size.gutter + ((day - extent[0]) * (size.width - size.gutter)) / (extent[1] - extent[0]);
  const scale = () => (transform.k * (size.width - size.gutter)) / (extent[1] - extent[0]);
  const x = (day) => transform.applyX(base(day));
  const day = (at) => extent[0] + ((transform.invertX(at) - size.gutter) * (extent[1] - extent[0])) / (size.width - size.gutter);
  const inView = () => [day(size.gutter), day(size.width)];

  const paintOverview = makeOverview(overview, (middle) => {
    const [from, to] = inView();
    show(middle - (to - from) / 2, middle + (to - from) / 2, { smooth: false });
  });

  const paint = onFrame(paintNow);
  function paintNow() {
    if (!size.width) return;
    const ratio = globalThis.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    areas = draw(context, colours, data, lanes, { ...size, zoom: scale(), x, day }, cursor);
    paintOverview(data, found, extent, inView(), colours);
  }

  const behaviour = makeZoom()
    .filter((event) => !event.ctrlKey || event.type === "wheel")
    .filter((event) => !event.button && !sideways(event))
    .on("zoom", (event) => {
      transform = event.transform;
      paint();
      on.view(...inView(), Boolean(event.sourceEvent) || moving);
    });
  const selection = select(canvas).call(behaviour).on("dblclick.zoom", null);

  function sideways(event) {
    return event.type === "wheel" && (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY));
  }
  canvas.addEventListener("wheel", (event) => {
    if (!sideways(event)) return;
    event.preventDefault();
    const by = (event.shiftKey ? event.deltaY || event.deltaX : event.deltaX) * (event.deltaMode ? 16 : 1);
    moving = true;
    selection.call(behaviour.translateBy, -by / transform.k, 0);
    moving = false;
  }, { passive: false });

  function resize() {
    const box = canvas.parentElement.getBoundingClientRect();
    const before = size.width ? inView() : null;
    const width = Math.round(box.width);
    const height = Math.round(box.height);
    if (!width || !height || (width === size.width && height === size.height)) return;
    size = { width, height, gutter: width >= WIDE ? 164 : 0 };
    const ratio = globalThis.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const closest = Math.max(1, (CLOSEST * (extent[1] - extent[0])) / (width - size.gutter));
    behaviour.scaleExtent([1, closest]).extent([[size.gutter, 0], [width, height]]).translateExtent([[size.gutter, 0], [width, height]]);
    place();
    if (before) show(...before, { smooth: false });
    paint();
  }
  new ResizeObserver(resize).observe(canvas.parentElement);

  /** Lanes get their heights for the first view, and keep them while the reader zooms. */
  function place() {
    const [first, last] = startOf(data, extent);
    heights(data, lanes, AXIS, size.height - AXIS, (size.width - size.gutter) / (last - first));
  }

  /** Bring these days into view. */
  function show(first, last, { smooth = true } = {}) {
    const span = Math.max(last - first, 0.5);
    const k = (extent[1] - extent[0]) / span;
    const target = zoomIdentity.translate(size.gutter - k * base(first), 0).scale(k);
    apply((where) => where.call(behaviour.transform, target), smooth);
  }

  function apply(change, smooth) {
    moving = true;
    if (smooth && !calm.matches) change(selection.transition().duration(260).on("end interrupt", () => (moving = false)));
    else {
      selection.interrupt();
      change(selection);
      moving = false;
    }
  }

  function zoomBy(factor) {
    apply((where) => where.call(behaviour.scaleBy, factor), true);
  }

  function moveBy(share) {
    apply((where) => where.call(behaviour.translateBy, (-share * (size.width - size.gutter)) / transform.k, 0), true);
  }

  /** Go to the next event (1) or the one before (-1), in the order of their days. */
  function step(direction) {
    if (!found.length) return;
    const here = cursor.event === null ? -1 : found.indexOf(cursor.event);
    let next;
    if (here < 0) {
      const [from] = inView();
      next = Math.max(0, found.findIndex((i) => data.mark[i] !== MARK.UNKNOWN && anchor(data, i) >= from));
    } else next = Math.min(found.length - 1, Math.max(0, here + direction));
    point(found[next]);
    const i = found[next];
    announce(`${dateText(data, i)}: ${data.title[i]}. ${data.meta.statuses[data.status[i]]}. ${next + 1} of ${found.length}.`);
  }

  /** Mark an event, and move it into view where it is not. */
  function point(i) {
    cursor.event = i;
    if (i !== null && data.mark[i] !== MARK.UNKNOWN) {
      const [from, to] = inView();
      const where = anchor(data, i) + 0.5;
      if (where < from || where > to) show(where - (to - from) / 2, where + (to - from) / 2);
    }
    paint();
  }

  function showAll() {
    show(extent[0], extent[1]);
  }

  const KEYS = {
    ArrowRight: (event) => (event.shiftKey ? moveBy(0.25) : step(1)),
    ArrowLeft: (event) => (event.shiftKey ? moveBy(-0.25) : step(-1)),
    ArrowUp: () => zoomBy(1.6),
    ArrowDown: () => zoomBy(1 / 1.6),
    "+": () => zoomBy(1.6),
    "=": () => zoomBy(1.6),
    "-": () => zoomBy(1 / 1.6),
    PageDown: () => moveBy(0.9),
    PageUp: () => moveBy(-0.9),
    Home: () => found.length && (point(found[0]), step(0)),
    End: () => found.length && (point(found[found.length - 1]), step(0)),
    0: showAll,
    Enter: () => cursor.event !== null && on.open(cursor.event),
  };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key](event);
  });

  const under = (event) => {
    const box = canvas.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    for (let k = areas.length - 1; k >= 0; k--) {
      const area = areas[k];
      if (px >= area.x0 && px <= area.x1 && py >= area.y0 && py <= area.y1) return [area, px, py];
    }
    return [null, px, py];
  };
  canvas.addEventListener("pointermove", (event) => {
    if (event.buttons) return on.hover(null);
    const [area, px, py] = under(event);
    canvas.style.cursor = area ? "pointer" : "";
    if (cursor.hover !== (area?.i ?? null)) {
      cursor.hover = area?.i ?? null;
      paint();
    }
    return on.hover(area, px, py);
  });
  canvas.addEventListener("pointerleave", () => {
    cursor.hover = null;
    on.hover(null);
    paint();
  });
  canvas.addEventListener("click", (event) => {
    const [area] = under(event);
    if (!area) return;
    if (area.lane) {
      const middle = (area.first + area.last) / 2;
      const [from, to] = inView();
      show(middle - (to - from) / 8, middle + (to - from) / 8);
    } else on.open(area.i);
  });

  return {
    /** Show these events in these lanes. */
    update(events, lanesBy) {
      found = events;
      by = lanesBy;
      lanes = lanesOf(data, found, by);
      place();
      paint();
      canvas.setAttribute("aria-label", `Timeline: ${count(found.length, "event")}`);
    },
    resize,
    show,
    showAll,
    zoomBy,
    moveBy,
    point,
    inView,
    start: () => startOf(data, extent),
    recolour() {
      colours = palette();
      paintNow();
    },
    paintNow,
  };
}
