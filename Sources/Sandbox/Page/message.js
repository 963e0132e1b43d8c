// One message as a bubble with what belongs to it: quote, media, text, invoice, keyboard, reactions.
import { h, icon } from "./dom.js";
import { t } from "./language.js";
import { renderText } from "./entities.js";
import { renderMedia, isBare } from "./media.js";
import { inlineKeyboard } from "./keyboard.js";
import { price, period } from "./pay.js";
import { clockText, dateText } from "./time.js";

const EMOJI = /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}️?|[\u{1F1E6}-\u{1F1FF}]{2})[\p{M}\p{Emoji_Modifier}‍️\p{Extended_Pictographic}]*$/u;
const segmenter = new Intl.Segmenter();

/// How many emoji a text is made of, if of nothing else and few; else 0.
function emojiCount(text, entities) {
  if (text.length > 40 || entities?.some((entity) => entity.type !== "custom_emoji")) return 0;
  const pieces = [...segmenter.segment(text.trim())].map(({ segment }) => segment);
  return pieces.length <= 3 && pieces.every((piece) => EMOJI.test(piece)) ? pieces.length : 0;
}

export const textOf = (message) => message.text ?? message.caption ?? "";

/// A line about a message for quotes and previews.
export function summary(message) {
  const text = textOf(message).replace(/\s+/g, " ").trim();
  if (text) return text.slice(0, 160);
  if (message.invoice) return `${t("invoice")}: ${message.invoice.title}`;
  return message.media ? t(message.media.kind === "document" ? "file" : message.media.kind) : "";
}

/// `context` is {bot, person, zone, now, locale, act}; act is what the chat can do: send, press, pay, link, jump,
/// menu, react.
export function renderMessage(message, context) {
  const { act, zone } = context;
  const text = textOf(message);
  const shared = { test: "message", data: { id: message.id, from: message.from }, tabindex: -1 };
  const rich = () => renderText(text, message.entities, { ...context, command: act.send, link: act.link });
  if (message.from === "service") return h("div", { ...shared, class: "service" }, h("span", { dir: "auto" }, rich()));

  const { media, invoice } = message;
  const bare = media && isBare(media.kind) && !text;
  const big = media || invoice ? 0 : emojiCount(text, message.entities);
  const who = message.from === "bot" ? context.bot.name : context.person?.first_name ?? "";
  const meta = h("span", { class: "meta" },
    message.silent && h("span", { class: "muted", title: t("silent"), role: "img", "aria-label": t("silent") }, icon("mute")),
    message.edited && h("span", { class: "edited", test: "edited" }, t("edited")),
    h("time", { datetime: new Date(message.date).toISOString(),
      title: dateText(message.date, zone, undefined, { dateStyle: "full", timeStyle: "medium", hourCycle: "h23" }) },
    clockText(message.date, zone)));
  const keyboard = inlineKeyboard(message, act);
  const classes = ["message", message.from === "person" ? "out" : "in", big && `big big-${big}`, bare && "bare",
    media && `has-${media.kind}`, media && !text && !bare && "only-media", keyboard && "has-keyboard", invoice && "has-invoice"];
  return h("article", { ...shared, class: classes.filter(Boolean).join(" "), "aria-label": `${who}, ${clockText(message.date, zone)}` },
    h("div", { class: "stack" },
      h("div", { class: "bubble" },
        message.reply_to && quote(message.reply_to, act),
        media && renderMedia(media, text),
        invoice && invoiceCard(invoice),
        text ? h("div", { class: "text", test: "message-text", dir: "auto" }, rich(), meta) : meta),
      keyboard,
      reactions(message, act)),
    h("button", { type: "button", class: "message-menu icon-button", tabindex: -1, "aria-label": t("actions"), title: t("actions"),
      onclick: (event) => act.menu(message, event.currentTarget) }, icon("more")));
}

function quote(replied, act) {
  return h("button", { type: "button", class: "quote", test: "quote", onclick: () => act.jump(replied.id) },
    h("span", { class: "quote-label" }, t("replyTo")), h("span", { class: "quote-line", dir: "auto" }, replied.text || "…"));
}

function invoiceCard(invoice) {
  return h("div", { class: "invoice", test: "invoice", data: { paid: invoice.paid ? "yes" : "no" } },
    h("div", { class: "invoice-top" }, price(invoice), period(invoice) && h("span", { class: "invoice-period" }, period(invoice))),
    h("b", { dir: "auto" }, invoice.title), h("p", { dir: "auto" }, invoice.description),
    invoice.paid && h("span", { class: "invoice-paid" }, icon("check"), t("paid")));
}

function reactions(message, act) {
  const all = message.reactions ?? [];
  if (all.length === 0) return null;
  const counts = new Map();
  for (const emoji of all) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  return h("div", { class: "reactions" }, [...counts].map(([emoji, n]) => h("button", {
    type: "button", class: "reaction", test: "reaction", title: t("unreact", { emoji }), "aria-label": t("unreact", { emoji }),
    onclick: () => act.react(message, null),
  }, emoji, n > 1 && h("span", null, n))));
}
