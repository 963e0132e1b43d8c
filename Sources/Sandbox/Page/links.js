// Links are never followed by themselves: an address is checked, shown, and opened only when the person says so.
import { h } from "./dom.js";
import { t } from "./language.js";
import { dialog, notice } from "./dialog.js";
import { state } from "./store.js";

/// The address in its normal form if it is of a kind that may be opened from a chat, else null.
export function safeUrl(url) {
  try {
    const parsed = new URL(String(url));
    return ["http:", "https:", "tg:", "mailto:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/// The slug of an invoice link (`https://t.me/$slug` or `https://t.me/invoice/slug`), else null.
export function invoiceSlug(url) {
  const found = /^https?:\/\/t\.me\/(?:\$|%24|invoice\/)([A-Za-z0-9_-]{1,256})(?:[/?#].*)?$/.exec(String(url));
  return found ? found[1] : null;
}

/// The start parameter of a link to the sandbox's own bot ("" without one), else null.
export function startPayload(url) {
  try {
    const parsed = new URL(String(url));
    const name = parsed.protocol === "tg:" && parsed.host === "resolve" ? parsed.searchParams.get("domain")
      : /^(?:www\.)?t\.me$/.test(parsed.host) ? parsed.pathname.slice(1) : null;
    if (!name || name.toLowerCase() !== String(state.bot.username).toLowerCase()) return null;
    const payload = parsed.searchParams.get("start") ?? "";
    return /^[A-Za-z0-9_-]{0,64}$/.test(payload) ? payload : null;
  } catch {
    return null;
  }
}

/// Follows a link pressed in a chat. `act` is {pay(slug), send(text)} of that chat; `ask` is false for an address that
/// the person has just read.
export function followLink(url, act, { ask = true, note = null } = {}) {
  const slug = invoiceSlug(url);
  if (slug) return act.pay(slug);
  const address = safeUrl(url);
  if (!address) return notice(t("badLink"));
  const payload = startPayload(address);
  if (payload !== null) {
    const text = payload ? `/start ${payload}` : "/start";
    return dialog({
      title: t("openLink"), test: "link-dialog", body: [h("p", { class: "address" }, address), h("p", null, t("startHint"))],
      actions: [{ text: t("cancel") },
        { text: t("startHere", { text }), primary: true, act: () => act.send(text) }],
    });
  }
  const open = () => window.open(address, "_blank", "noopener,noreferrer");
  if (!ask) return open();
  return dialog({
    title: t("openLink"), test: "link-dialog", body: [h("p", { class: "address" }, address), note && h("p", null, note)],
    actions: [{ text: t("cancel") }, { text: t("open"), primary: true, act: open }],
  });
}
