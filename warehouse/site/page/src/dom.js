// Elements are made here and nowhere else: text goes in as text, never as markup.

/** An element with properties (on… = listener, class, data-…, aria-…) and children (elements or text). */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "checked" || name === "value" || name === "disabled") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  add(element, children);
  return element;
}

function add(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Put new children into an element. */
export function fill(element, ...children) {
  element.replaceChildren();
  add(element, children);
  return element;
}

export const byId = (id) => document.getElementById(id);

/** "1 event", "2 events". */
export const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

/** A confidence in thousandths as two digits, cut and not rounded: nothing is quite certain. */
export const share = (thousandths) => (Math.floor(thousandths / 10) / 100).toFixed(2);

let pending = 0;

/** Say something to people who do not see the page; quick successions say only the last. */
export function announce(text) {
  clearTimeout(pending);
  pending = setTimeout(() => (byId("announce").textContent = text), 250);
}

/** Run at most once a frame. */
export function onFrame(work) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      work();
    });
  };
}
