// The pay sheet: what is bought, what is left, and how the payment goes: asking → accepted → paid, or refused.
import { button, fill, h, icon, star } from "./dom.js";
import { number, t } from "./language.js";
import { attempt, dialog, errorText, notice } from "./dialog.js";
import { getInvoice, post } from "./api.js";
import { on, state } from "./store.js";

const PATIENCE = 30_000; // the bot has 10 s for the question before payment
let sheet = null; // {chat, message, show} of the one that is open

export const price = ({ amount, currency }) => h("span", { class: "price" },
  currency === "XTR" ? [star(), number(amount)] : `${number(amount)} ${currency}`);
export const period = ({ subscription_period: seconds }) =>
  (seconds > 0 ? t("every", { n: Math.round(seconds / 86_400) }) : null);

/// Opens the sheet for an invoice message, or for the slug of an invoice link.
export async function openPaySheet({ chat, person, message, slug }) {
  const invoice = message ? message.invoice : await attempt(() => getInvoice(slug));
  if (!invoice) return;
  let settled = false;
  let timer = 0;
  const view = h("div", { class: "pay-view", test: "pay-state", data: { state: "ready" } });
  const node = dialog({ title: t("invoice"), test: "pay-sheet", kind: "sheet", body: view, closed: () => {
    clearTimeout(timer);
    sheet = null;
  } });
  const put = (...children) => {
    fill(view, children);
    view.querySelector(".wide")?.focus();
  };
  sheet = { chat: chat.id, message: message?.id, show };
  ready();

  function ready() {
    const balance = state.people.get(person.id)?.stars ?? 0;
    const left = invoice.currency === "XTR" ? balance - invoice.amount : 0;
    const gift = Math.ceil(-left / 100) * 100;
    const line = (word, amount, test) => [h("dt", null, t(word)), h("dd", { test }, star(), number(amount))];
    put(h("div", { class: "pay-head" }, price(invoice), h("div", null, period(invoice))),
      h("h3", { dir: "auto" }, invoice.title), h("p", { dir: "auto" }, invoice.description),
      h("dl", null, line("balance", balance, "pay-balance"), left >= 0 && line("afterPay", left)),
      left < 0 ? [h("p", { class: "bad" }, t("short", { n: -left })), button({ class: "button wide", test: "pay-top-up",
        onclick: () => attempt(() => post("person/update", { id: person.id, stars: balance + gift })).then((done) =>
          done && setTimeout(ready, 60)) }, t("topUp", { n: gift }))]
        : button({ class: "button primary wide", test: "pay-confirm", onclick: confirm },
          t("payAmount", { n: invoice.amount }), star()));
  }
  async function confirm() {
    show("asking");
    timer = setTimeout(() => show("refused", t("payLost")), PATIENCE);
    try {
      await post("pay", { person: person.id, ...(message ? { message: message.id } : { slug }) });
    } catch (error) {
      show("refused", errorText(error));
    }
  }
  function show(step, error) {
    if (settled) return;
    settled = step === "paid" || step === "refused";
    view.dataset.state = step;
    put(h("div", { class: `pay-mark ${step}` }, settled && icon(step === "paid" ? "check" : "close")),
      h("h3", { role: "status" }, t(step)), h("p", { dir: "auto" }, invoice.title, " ", price(invoice)),
      error && h("p", { class: "bad", dir: "auto", test: "pay-error" }, error),
      settled && button({ class: "button primary wide", test: "pay-close", onclick: () => node.close() }, t("close")));
  }
}

on("checkout", ({ chat, message, state: step, error }) => {
  if (sheet?.chat === chat && (!sheet.message || !message || sheet.message === message)) sheet.show(step, error);
  else if (step === "refused") notice(`${t("refused")} ${error ?? ""}`);
});
