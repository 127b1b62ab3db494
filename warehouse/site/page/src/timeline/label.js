// A family's mark beside the name of its lane.

import { trace } from "../shapes.js";

export function glyphPath(context, colours, key, x, y) {
  context.beginPath();
  trace(context, key, x, y, 4.6);
  context.fillStyle = colours.families[key];
  context.fill();
}
