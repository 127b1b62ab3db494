// A family of event types has a shape as well as a colour. Shapes are drawn alike on the canvas and as SVG.

const SVG = "http://www.w3.org/2000/svg";

const corners = (count, turn, size = 1) =>
  Array.from({ length: count }, (_, k) => {
    const angle = turn + (k * 2 * Math.PI) / count;
    return [Math.cos(angle) * size, Math.sin(angle) * size];
  });
const UP = -Math.PI / 2;
const PLUS = [[-0.4, -1], [0.4, -1], [0.4, -0.4], [1, -0.4], [1, 0.4], [0.4, 0.4], [0.4, 1], [-0.4, 1], [-0.4, 0.4], [-1, 0.4], [-1, -0.4], [-0.4, -0.4]];

/** Corners for a radius of one, sized to look equally large; null is a circle. */
const SHAPES = {
  talks: null,
  papers: corners(4, Math.PI / 4, 1.22),
  conflict: corners(3, UP, 1.35),
  offices: corners(4, 0, 1.28),
  people: corners(5, UP, 1.16),
  law: corners(6, 0, 1.12),
  other: PLUS,
};

/** Add a family's shape to the canvas's path. */
export function trace(context, key, x, y, r) {
  const points = SHAPES[key];
  if (points === null) {
    context.moveTo(x + r, y);
    context.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  points.forEach(([px, py], k) => (k ? context.lineTo(x + px * r, y + py * r) : context.moveTo(x + px * r, y + py * r)));
  context.closePath();
}

/** A small picture of a family's shape in the style of a status; hidden from screen readers, a label stands beside. */
export function glyph(key, status = "occurred", size = 14, colour = key) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-8 -8 16 16");
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  svg.setAttribute("class", `glyph family-${colour} status-${status}`);
  svg.setAttribute("aria-hidden", "true");
  const points = SHAPES[key];
  const shape = document.createElementNS(SVG, points ? "polygon" : "circle");
  if (points) shape.setAttribute("points", points.map((point) => point.map((value) => (value * 5).toFixed(2)).join(",")).join(" "));
  else shape.setAttribute("r", 5);
  svg.append(shape);
  if (status === "negated") {
    const slash = document.createElementNS(SVG, "line");
    for (const [name, value] of Object.entries({ x1: -7, y1: 7, x2: 7, y2: -7 })) slash.setAttribute(name, value);
    svg.append(slash);
  }
  return svg;
}
