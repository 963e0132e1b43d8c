// Elements are made here and only here: data enters the page as text nodes and checked attributes, never as markup.
const SVG = "http://www.w3.org/2000/svg";

/// An element: h("p", {class, test, label, data, vars, onclick, …attributes}, ...children).
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else if (key === "test") node.dataset.testid = value;
    else if (key === "label") node.ariaLabel = node.title = value;
    else if (key === "data") Object.assign(node.dataset, value);
    else if (key === "vars") for (const name in value) node.style.setProperty(name, value[name]);
    else node.setAttribute(key, value === true ? "" : value);
  }
  return fill(node, children);
}

/// Gives a node new children; lists are flattened, null and false left out.
export function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child !== false && (child ?? null) !== null));
  return node;
}

export const button = (props, ...children) => h("button", { type: "button", ...props }, children);

const STROKES = {
  send: "M4.5 12 20 4.5 15.5 20l-3.6-6.3zM11.9 13.7 20 4.5",
  attach: "M18.5 11.5 12 18a4.2 4.2 0 0 1-6-6l7.2-7.2a2.8 2.8 0 0 1 4 4L10 16a1.4 1.4 0 0 1-2-2l6.3-6.3",
  keyboard: "M4 6.5h16a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1ZM7 10h.01M10.3 10h.01M13.7 10h.01M17 10h.01M8 14h8",
  down: "m6 9 6 6 6-6",
  next: "M5 5.5v13l8.5-6.5zM17.5 5.5v13",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5.3l3.5 2",
  calendar: "M5 5.5h14a1 1 0 0 1 1 1V19a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6.5a1 1 0 0 1 1-1ZM4 10h16M8 3.5v4M16 3.5v4",
  plus: "M12 5v14M5 12h14",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  close: "m6 6 12 12M18 6 6 18",
  check: "m5 12.5 4.5 4.5L19 7.5",
  reply: "M10 6 4.5 11.5 10 17M5 11.5h8a6 6 0 0 1 6 6V19",
  edit: "M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM14 6.5 17.5 10",
  copy: "M9 9h10a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1zM15 5.5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1",
  trash: "M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7M10.5 11v5M13.5 11v5",
  pin: "M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11ZM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  file: "M7 3.5h7l4.5 4.5V20a.5.5 0 0 1-.5.5H7a.5.5 0 0 1-.5-.5V4a.5.5 0 0 1 .5-.5ZM14 3.5V8h4.5",
  image: "M5 4.5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1ZM4 16l4.5-4.5L14 17l2.5-2.5L20 18M15.5 9.5h.01",
  mute: "M6 16.5V11a6 6 0 0 1 9.5-4.9M18 10.5v6H9M10 19.5a2.2 2.2 0 0 0 4 0M4 4l16 16",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3.5 12h17M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18",
  open: "M9 6H5.5v12.5H18V15M13 5h6v6M19 5l-8.5 8.5",
  user: "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c0-4 3.3-6.5 7.5-6.5s7.5 2.5 7.5 6.5",
  block: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM6 6l12 12",
};

function svg(path, name) {
  const node = document.createElementNS(SVG, "svg");
  node.setAttribute("viewBox", "0 0 24 24");
  node.setAttribute("class", name);
  node.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  node.append(line);
  return node;
}

/// A stroked icon, hidden from screen readers: the control around it has the label.
export const icon = (name) => svg(STROKES[name], `icon icon-${name}`);
/// The star that prices are told in.
export const star = () =>
  svg("m12 2.8 2.8 5.9 6.4.8-4.7 4.5 1.2 6.4L12 17.3l-5.7 3.1 1.2-6.4L2.8 9.5l6.4-.8z", "star");

export const iconButton = (name, label, props) =>
  button({ label, ...props, class: `icon-button ${props.class ?? ""}` }, icon(name));

export const $ = (id) => document.getElementById(id);
