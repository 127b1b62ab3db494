// The strip under the timeline: all events found, the part in view marked; dragging moves the view.

import { MARK, anchor } from "../data.js";
import { withAlpha } from "./marks.js";

const BIN = 3;

export function makeOverview(canvas, moveTo) {
  const context = canvas.getContext("2d");
  let shown = null;
  const toDay = (event) => {
    const { left, width } = canvas.getBoundingClientRect();
    const [first, last] = shown.extent;
    return first + ((event.clientX - left) / width) * (last - first);
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (!shown) return;
    canvas.setPointerCapture(event.pointerId);
    const [from, to] = shown.window;
    const day = toDay(event);
    const grip = day >= from && day <= to ? (from + to) / 2 - day : 0; // taken at hand, or brought to where it points
    moveTo(day + grip);
    canvas.onpointermove = (move) => moveTo(toDay(move) + grip);
    canvas.onpointerup = canvas.onpointercancel = () => (canvas.onpointermove = null);
  });
  return function paint(data, found, extent, window, colours, gutter) {
    shown = { extent, window };
    const ratio = globalThis.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
    if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const x = (day) => ((day - extent[0]) / (extent[1] - extent[0])) * width;
    const bins = new Float64Array(Math.ceil(width / BIN) + 1);
    for (const i of found) if (data.mark[i] !== MARK.UNKNOWN) bins[Math.min(bins.length - 1, Math.max(0, Math.floor(x(anchor(data, i) + 0.5) / BIN)))]++;
    const peak = Math.max(1, ...bins);
    context.fillStyle = withAlpha(colours.muted, 0.75);
    bins.forEach((value, bin) => {
      if (!value) return;
      const tall = Math.max(2, Math.sqrt(value / peak) * (height - 8));
      context.fillRect(bin * BIN, height - 2 - tall, BIN - 1, tall);
    });
    const from = Math.max(0, x(window[0]));
    const to = Math.min(width, x(window[1]));
    context.fillStyle = withAlpha(colours.accent, 0.1);
    context.fillRect(from, 0, to - from, height);
    context.strokeStyle = colours.accent;
    context.lineWidth = 1.5;
    context.beginPath();
    context.roundRect(from + 0.75, 0.75, Math.max(3, to - from - 1.5), height - 1.5, 4);
    context.stroke();
  };
}
