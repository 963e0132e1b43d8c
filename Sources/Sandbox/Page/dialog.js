// Dialogs, menus and notices. A dialog is the browser's own: focus stays inside it, Esc closes it.
import { $, button, h, icon, iconButton } from "./dom.js";
import { t } from "./language.js";

/// Opens a modal dialog. `ok` is [text, act]: `act` may return false, or a promise of it, to keep the dialog open.
export function dialog(options) {
  const { title, body, ok, danger, cancel = true, test = "dialog", okTest = "dialog-ok", kind = "", closed } = options;
  const close = () => node.close();
  const form = h("form", { method: "dialog", onsubmit: async (event) => {
    event.preventDefault();
    if ((await ok?.[1]?.()) !== false) close();
  } },
  h("header", null, h("h2", { dir: "auto" }, title), iconButton("close", t("close"), { onclick: close })),
  h("div", { class: "dialog-body" }, body),
  ok && h("footer", null, cancel && button({ class: "button", test: "dialog-cancel", onclick: close }, t("cancel")),
    h("button", { class: `button primary ${danger ? "danger" : ""}`, test: okTest }, ok[0])));
  const node = h("dialog", { class: `dialog ${kind}`, test, "aria-label": title,
    // A press on the backdrop has the dialog itself as its target; its padding is inside the form.
    onpointerdown: (event) => event.target === node && close(), onclose: () => { node.remove(); closed?.(); } }, form);
  document.body.append(node);
  node.showModal();
  (form.querySelector("input, select") ?? form.querySelector(".primary"))?.focus();
  return node;
}

export const alertBox = (title, text) => dialog({ title, test: "alert", cancel: false, ok: [t("ok")],
  body: h("p", { class: "alert-text", dir: "auto" }, text) });

/// Opens a menu at an element or a point {x, y}. Items are {text, icon, act, danger, test} or nodes; false is left out.
export function menu(place, items, label) {
  closeMenu();
  const node = h("div", { class: "menu", role: "menu", "aria-label": label, test: "menu" }, items.map((item) =>
    !item || item instanceof Node ? item : button({ role: "menuitem", class: item.danger ? "danger" : "", test: item.test,
      onclick: () => { closeMenu(); item.act(); } }, icon(item.icon), item.text)));
  const from = document.activeElement;
  document.body.append(node);
  const box = place instanceof Element ? place.getBoundingClientRect()
    : { left: place.x, right: place.x, top: place.y, bottom: place.y };
  const { width, height } = node.getBoundingClientRect();
  const x = box.left + width > innerWidth - 8 ? box.right - width : box.left;
  const y = box.bottom + 4 + height > innerHeight - 8 ? box.top - 4 - height : box.bottom + 4;
  node.style.left = `${Math.max(8, x)}px`;
  node.style.top = `${Math.max(8, y)}px`;
  const buttons = [...node.querySelectorAll("button")];
  buttons[0].focus();
  node.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length).focus();
    else if (event.key === "Escape" || event.key === "Tab") {
      closeMenu();
      from.focus();
    } else return;
    event.preventDefault();
  });
}

export const closeMenu = () => document.querySelector(".menu")?.remove();
document.addEventListener("pointerdown", ({ target }) => target.closest(".menu") ?? closeMenu(), true);

/// A notice that goes by itself. Without a place it is above everything, dialogs too.
export function notice(text, place = $("toasts"), test = "notice") {
  const node = h("div", { class: "toast", test, dir: "auto", onclick: () => node.remove() }, text);
  place.append(node);
  while (place.children.length > 3) place.firstChild.remove();
  if (place.popover) {
    place.hidePopover();
    place.showPopover(); // the latest shown is on top
  }
  setTimeout(() => node.remove(), Math.max(4500, Math.min(text.length * 60, 12_000)));
}

/// Runs a call to the server; its error is shown, and told as false.
export async function attempt(call) {
  try {
    return (await call()) ?? true;
  } catch (error) {
    notice(errorText(error), undefined, "error");
    return false;
  }
}

export const errorText = ({ message }) => (message === "offline" ? t("offlineShort") : message);

export const copyText = (text) =>
  navigator.clipboard.writeText(text).then(() => notice(t("copied")), () => notice(t("copyFailed")));
