// One message as a bubble with what belongs to it: quote, media, text, invoice, keyboard, reactions.
import { button, h, icon, iconButton } from "./dom.js";
import { t } from "./language.js";
import { renderText } from "./entities.js";
import { isBare, mediaWord, renderMedia } from "./media.js";
import { inlineKeyboard } from "./keyboard.js";
import { period, price } from "./pay.js";
import { clockText, dateText } from "./time.js";

const segmenter = new Intl.Segmenter();

// How many emoji a text is made of, if of at most three and nothing else; else 0.
function emojiCount(text, entities) {
  if (text.length > 40 || entities?.some(({ type }) => type !== "custom_emoji")) return 0;
  const signs = [...segmenter.segment(text.trim())];
  const all = signs.every(({ segment }) => /\p{Emoji_Presentation}|\p{Extended_Pictographic}|\p{RI}{2}/u.test(segment));
  return all && signs.length <= 3 ? signs.length : 0;
}

export const textOf = (message) => message.text ?? message.caption ?? "";

/// A line about a message.
export const summary = (message) => textOf(message).slice(0, 200)
  || (message.invoice?.title ?? (message.media ? t(mediaWord(message.media.kind)) : ""));

/// `context` is {bot, person, zone, now, locale, act}; act is what the chat can do: send, press, pay, link, jump, menu,
/// react.
export function renderMessage(message, context) {
  const { act, zone } = context;
  const { media, invoice, entities } = message;
  const text = textOf(message);
  const rich = renderText(text, entities, { ...context, command: act.send, link: act.link });
  const shared = { test: "message", data: { id: message.id, from: message.from }, tabindex: -1 };
  if (message.from === "service") return h("div", { ...shared, class: "service", dir: "auto" }, h("span", null, rich));

  const time = clockText(message.date, zone);
  const own = message.from === "person";
  const big = media || invoice ? 0 : emojiCount(text, entities);
  const keyboard = inlineKeyboard(message, act);
  const meta = h("span", { class: "meta" },
    message.silent && h("span", { role: "img", label: t("silent") }, icon("mute")),
    message.edited && h("span", { test: "edited" }, t("edited")),
    h("time", { title: dateText(message.date, zone, { dateStyle: "full", timeStyle: "medium" }) }, time));
  const classes = ["message", own ? "out" : "in", big && `big big-${big}`, isBare(media) && !text && "big",
    media && `has-${media.kind}`, media?.kind === "photo" && !text && "only-photo", keyboard && "has-keyboard"];
  return h("article", { ...shared, class: classes.filter(Boolean).join(" "),
    "aria-label": `${own ? context.person.first_name : context.bot.name}, ${time}` },
  h("div", { class: "stack" },
    h("div", { class: "bubble" }, message.reply_to && quote(message.reply_to, act), media && renderMedia(media, text),
      invoice && invoiceCard(invoice),
      text ? h("div", { class: "text", test: "message-text", dir: "auto" }, rich, meta) : meta),
    keyboard, reactions(message, act)),
  iconButton("more", t("actions"), { class: "message-menu", tabindex: -1,
    onclick: (event) => act.menu(message, event.currentTarget) }));
}

const quote = ({ id, text }, act) => button({ class: "quote", test: "quote", onclick: () => act.jump(id) },
  h("b", null, t("replyTo")), h("span", { dir: "auto" }, text || "…"));

const invoiceCard = (invoice) => h("div",
  { class: "invoice", test: "invoice", data: { paid: invoice.paid ? "yes" : "no" } },
  h("div", { class: "invoice-top" }, price(invoice), period(invoice)),
  h("b", { dir: "auto" }, invoice.title), h("p", { dir: "auto" }, invoice.description));

function reactions(message, act) {
  if (!message.reactions?.length) return null;
  return h("div", { class: "reactions" }, message.reactions.map((emoji) =>
    button({ class: "reaction", test: "reaction", label: t("unreact", { emoji }),
      onclick: () => act.react(message, null) }, emoji)));
}
