// Dialogs, menus and short notices. A dialog is the browser's own, so focus stays inside it and Esc closes it.
import { $, h, icon, iconButton } from "./dom.js";
import { t } from "./language.js";

/// Opens a modal dialog. `actions` are {text, primary, danger, act, test}: `act` may return false (or a promise of it)
/// to keep the dialog open. Returns the element; `closed` is called once when it is gone.
export function dialog({ title, body = [], actions = [], test = "dialog", kind = "", closed = null }) {
  const buttons = actions.map(({ text, primary, danger, act, test: id }) =>
    h("button", {
      type: primary ? "submit" : "button", class: `button ${primary ? "primary" : ""} ${danger ? "danger" : ""}`,
      test: id ?? (primary ? "dialog-ok" : "dialog-cancel"), data: { primary: primary ? "yes" : "" },
      onclick: primary ? null : async () => (await act?.()) !== false && node.close(),
    }, text));
  const main = actions.find((action) => action.primary);
  const form = h("form", { method: "dialog", onsubmit: async (event) => {
    event.preventDefault();
    if ((await main?.act?.()) !== false) node.close();
  } }, title && h("header", null, h("h2", null, title), iconButton("close", t("close"), { onclick: () => node.close() })),
    h("div", { class: "dialog-body" }, body), buttons.length > 0 && h("footer", null, buttons));
  const node = h("dialog", { class: `dialog ${kind}`, test, "aria-label": title || null }, form);
  node.addEventListener("close", () => { node.remove(); closed?.(); });
  // A press on the backdrop comes with the dialog itself as its target; its padding is inside the form.
  node.addEventListener("pointerdown", (event) => event.target === node && node.close());
  document.body.append(node);
  node.showModal();
  (form.querySelector("[autofocus], input, select, textarea") ?? form.querySelector("footer .primary"))?.focus();
  return node;
}

/// Opens a menu at an element or at a point {x, y}. Items are {text, icon, act, danger, test}, null (a line), or nodes.
export function menu(place, items, label) {
  closeMenu();
  const node = h("div", { class: "menu", role: "menu", "aria-label": label ?? null, test: "menu" }, items.map((item) => {
    if (item === null) return h("hr");
    if (item instanceof Node) return item;
    return h("button", { type: "button", role: "menuitem", class: item.danger ? "danger" : "", test: item.test ?? "menu-item",
      onclick: () => { closeMenu(); item.act(); } }, item.icon && icon(item.icon), h("span", null, item.text));
  }));
  const from = document.activeElement;
  document.body.append(node);
  const box = place instanceof Element ? place.getBoundingClientRect() : null;
  const { width, height } = node.getBoundingClientRect();
  const x = box ? (box.left + width > innerWidth - 8 ? box.right - width : box.left) : place.x;
  const below = box ? box.bottom + 6 : place.y;
  const y = below + height > innerHeight - 8 ? (box ? box.top - 6 : place.y) - height : below;
  node.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  node.style.top = `${Math.max(8, y)}px`;
  const buttons = [...node.querySelectorAll("button")];
  buttons[0]?.focus();
  node.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length]?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      closeMenu();
      from?.focus?.();
    }
  });
  const outside = (event) => !node.contains(event.target) && closeMenu();
  setTimeout(() => document.addEventListener("pointerdown", outside, true));
  node.addEventListener("menu-close", () => document.removeEventListener("pointerdown", outside, true));
  return node;
}

export function closeMenu() {
  const node = document.querySelector(".menu");
  node?.dispatchEvent(new Event("menu-close"));
  node?.remove();
}

/// A notice that goes by itself, above everything.
export function notice(text, { place = $("toasts"), test = "notice", lasts = 4500 } = {}) {
  const node = h("div", { class: "toast", test, dir: "auto" }, text);
  place.append(node);
  while (place.children.length > 3) place.firstElementChild.remove();
  const go = () => { node.classList.add("going"); setTimeout(() => node.remove(), 250); };
  node.addEventListener("click", go);
  setTimeout(go, Math.max(lasts, Math.min(text.length * 60, 12_000)));
}

export const alertBox = (text, title) =>
  dialog({ title, test: "alert", kind: "alert", body: h("p", { class: "alert-text", dir: "auto" }, text),
    actions: [{ text: t("ok"), primary: true }] });

/// Runs a call to the server; its error is shown and told as false.
export async function attempt(call) {
  try {
    return (await call()) ?? true;
  } catch (error) {
    notice(error.message === "offline" ? t("offlineShort") : t("failed", { error: error.message }), { test: "error" });
    return false;
  }
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    notice(t("copied"), { lasts: 1500 });
  } catch {
    notice(t("copyFailed"));
  }
}
