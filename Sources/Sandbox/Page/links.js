// Links are never followed by themselves: an address is checked, shown, and opened when the person says so.
import { h } from "./dom.js";
import { t } from "./language.js";
import { dialog, notice } from "./dialog.js";
import { state } from "./store.js";

/// The address in its normal form if a chat may open it, else null.
export function safeUrl(url) {
  try {
    const { protocol, href } = new URL(url);
    return ["http:", "https:", "tg:", "mailto:"].includes(protocol) ? href : null;
  } catch {
    return null;
  }
}

// The slug of an invoice link, https://t.me/$slug or https://t.me/invoice/slug.
const invoiceSlug = (url) => /^https?:\/\/t\.me\/(?:\$|%24|invoice\/)([\w-]{1,256})/.exec(url)?.[1];

// The start parameter of a link to the sandbox's own bot; "" without one, null for other links.
function startPayload(address) {
  const url = new URL(address);
  const name = url.host === "t.me" ? url.pathname.slice(1) : url.searchParams.get("domain");
  const payload = url.searchParams.get("start") ?? "";
  return name?.toLowerCase() === state.bot.username?.toLowerCase() && /^[\w-]{0,64}$/.test(payload) ? payload : null;
}

/// Follows a link pressed in a chat, which can pay(slug) and send(text); `ask` is false for an address just read.
export function followLink(url, { pay, send }, ask = true) {
  const slug = invoiceSlug(url);
  if (slug) return pay(slug);
  const address = safeUrl(url);
  if (!address) return notice(t("badLink"));
  const payload = startPayload(address);
  const text = `/start ${payload}`.trim();
  const open = () => { window.open(address, "_blank", "noopener,noreferrer"); };
  if (!ask && payload === null) return open();
  return dialog({ title: t("openLink"), test: "link-dialog",
    body: h("p", { class: "address" }, address),
    ok: payload === null ? [t("open"), open] : [t("startHere", { text }), () => { send(text); }] });
}
