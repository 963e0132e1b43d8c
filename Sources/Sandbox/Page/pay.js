// The pay sheet: what is bought, what is left, and how the payment goes: asking → accepted → paid, or refused.
import { h, icon, star } from "./dom.js";
import { number, t } from "./language.js";
import { attempt, dialog, notice } from "./dialog.js";
import { getInvoice, post } from "./api.js";
import { on, state } from "./store.js";

const PATIENCE = 30_000; // real time: the bot has 10 s of it to answer the question before payment
let sheet = null;

export const price = (invoice) => h("span", { class: "price" },
  invoice.currency === "XTR" ? [star(), number(invoice.amount)] : `${number(invoice.amount)} ${invoice.currency}`);

export const period = (invoice) =>
  invoice.subscription_period > 0 ? t("every", { n: Math.round(invoice.subscription_period / 86_400) }) : null;

/// Opens the sheet for an invoice message or for the slug of an invoice link.
export async function openPaySheet({ chat, person, message = null, slug = null }) {
  const invoice = message ? message.invoice : await attempt(() => getInvoice(slug));
  if (!invoice) return;
  const what = message ? { message: message.id } : { slug };
  const view = h("div", { class: "pay", test: "pay-state", data: { state: "ready" }, "aria-live": "polite" });
  const node = dialog({ title: t("invoice"), test: "pay-sheet", kind: "sheet", body: view, closed: () => {
    clearTimeout(sheet?.timer);
    sheet = null;
  } });
  sheet = { chat: chat.id, message: message?.id ?? null, show, timer: 0, settled: false };
  ready();

  function ready() {
    const balance = state.people.get(person.id)?.stars ?? 0;
    const missing = invoice.currency === "XTR" ? Math.max(0, invoice.amount - balance) : 0;
    const gift = Math.ceil(missing / 100) * 100;
    view.replaceChildren(
      h("div", { class: "pay-head" }, h("div", { class: "pay-price" }, price(invoice)),
        period(invoice) && h("div", { class: "pay-period" }, period(invoice))),
      h("h3", { dir: "auto" }, invoice.title), h("p", { dir: "auto" }, invoice.description),
      h("dl", null, h("dt", null, t("balance")), h("dd", { test: "pay-balance" }, star(), number(balance)),
        missing === 0 && [h("dt", null, t("afterPay")), h("dd", null, star(), number(balance - invoice.amount))]),
      missing > 0 && h("p", { class: "bad" }, t("short", { n: missing })),
      missing > 0
        ? h("button", { type: "button", class: "button wide", test: "pay-top-up",
          onclick: () => topUp(balance + gift) }, t("topUp", { n: gift }))
        : h("button", { type: "button", class: "button primary wide", test: "pay-confirm", onclick: confirm },
          t("payAmount", { n: invoice.amount }), star()),
      h("p", { class: "hint" }, t("testMoney")));
    node.querySelector(".wide")?.focus();
  }
  async function topUp(stars) {
    if (await attempt(() => post("person/update", { id: person.id, stars }))) setTimeout(ready, 50);
  }
  async function confirm() {
    show("asking");
    sheet.timer = setTimeout(() => sheet && !sheet.settled && show("refused", t("payLost")), PATIENCE);
    try {
      await post("pay", { person: person.id, ...what });
    } catch (error) {
      show("refused", error.message === "offline" ? t("offlineShort") : error.message);
    }
  }
  function show(step, error = null) {
    if (!node.isConnected || sheet?.settled) return;
    view.dataset.state = step;
    const settled = step === "paid" || step === "refused";
    if (sheet) sheet.settled = settled;
    view.replaceChildren(
      h("div", { class: `pay-mark ${step}` }, settled ? icon(step === "paid" ? "check" : "close") : null),
      h("h3", { role: "status" }, t(step === "paid" ? "done" : step)),
      h("p", { class: "pay-what", dir: "auto" }, invoice.title, " ", price(invoice)),
      error && h("p", { class: "bad", dir: "auto", test: "pay-error" }, error),
      settled && h("button", { type: "button", class: "button primary wide", test: "pay-close", onclick: () => node.close() },
        t("close")));
    node.querySelector(".wide")?.focus();
  }
}

on("checkout", ({ chat, message, state: step, error }) => {
  const ours = sheet && sheet.chat === chat && (sheet.message === null || !message || sheet.message === message);
  if (ours) sheet.show(step, error);
  else if (step === "refused") notice(error ? `${t("refused")}: ${error}` : t("refused"));
});
