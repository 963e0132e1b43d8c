// A text with Telegram's entities as DOM nodes. Offsets and lengths are UTF-16 code units, as JavaScript's strings are.
import { button, h } from "./dom.js";
import { t } from "./language.js";
import { copyText } from "./dialog.js";
import { safeUrl } from "./links.js";
import { dateText, dateTimeText } from "./time.js";

const DEEPEST = 24;
const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", blockquote: "blockquote" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const PLAIN = new Set(["hashtag", "cashtag", "mention", "text_mention", "email", "phone_number"]);

/// Nodes for `text`. `context` is what the reader's client knows and does: {now, zone, locale, command(text),
/// link(url, ask)}.
export function renderText(text, entities, context) {
  const known = (Array.isArray(entities) ? entities : [])
    .filter((e) => Number.isInteger(e?.offset) && Number.isInteger(e?.length) && e.offset >= 0 && e.length > 0
      && e.offset < text.length)
    .map((e) => ({ ...e, end: Math.min(e.offset + e.length, text.length) }));
  return span(text, 0, text.length, known, context, 0);
}

// Entities may touch each other's edges or overlap: what sticks out of the outer one goes on after it.
function span(text, start, end, entities, context, depth) {
  const nodes = [];
  const queue = [...entities].sort((a, b) => a.offset - b.offset || b.end - a.end);
  let at = start;
  while (queue.length > 0) {
    const entity = queue.shift();
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.end, end);
    if (from >= to) continue;
    if (from > at) nodes.push(text.slice(at, from));
    const inside = [];
    while (queue.length > 0 && queue[0].offset < to) {
      const inner = queue.shift();
      inside.push({ ...inner, end: Math.min(inner.end, to) });
      if (inner.end > to) {
        queue.push({ ...inner, offset: to });
        queue.sort((a, b) => a.offset - b.offset || b.end - a.end);
      }
    }
    const children = depth < DEEPEST ? span(text, from, to, inside, context, depth + 1) : [text.slice(from, to)];
    nodes.push(element(entity, text.slice(from, to), children, context));
    // A block ends its line by itself: the line break after it would be an empty line.
    at = BLOCKS.has(entity.type) && text[to] === "\n" ? to + 1 : to;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function element(entity, text, children, context) {
  const { type } = entity;
  if (Object.hasOwn(TAGS, type)) return h(TAGS[type], null, children);
  if (PLAIN.has(type)) return h("span", { class: "link-like" }, children);
  switch (type) {
    case "spoiler": return spoiler(children);
    case "code": return h("code", { title: t("copy"), onclick: () => copyText(text) }, children);
    case "pre": return h("pre", { dir: "ltr" }, h("span", { class: "pre-head" }, entity.language ?? "",
      button({ onclick: () => copyText(text) }, t("copy"))), h("code", null, children));
    case "expandable_blockquote": return expandable(children);
    case "url": return link(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`, children, context, false);
    case "text_link": return link(entity.url, children, context, true);
    case "bot_command":
      return button({ class: "command", test: "command-link", onclick: () => context.command(text) }, children);
    case "date_time": return dateTime(entity, children, context);
    default: return h("span", null, children); // custom_emoji falls back to its text, as do types not known yet
  }
}

function link(url, children, context, ask) {
  const href = safeUrl(url);
  if (!href) return h("span", { class: "link-like" }, children);
  return h("a", { href, title: href, onclick: (event) => {
    event.preventDefault();
    context.link(href, ask);
  } }, children);
}

function spoiler(children) {
  const inner = h("span", { "aria-hidden": "true" }, children);
  const toggle = (event) => {
    const shown = node.classList.contains("shown");
    if ((event.key && event.key !== "Enter") || (shown && event.target.closest("a, button"))) return;
    event.preventDefault();
    event.stopPropagation();
    node.classList.toggle("shown");
    inner.ariaHidden = String(shown);
    node.ariaLabel = shown ? t("spoiler") : null;
  };
  const node = h("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": t("spoiler") }, inner);
  // On the way down, so that a press shows a hidden link and does not follow it.
  node.addEventListener("click", toggle, true);
  node.addEventListener("keydown", toggle, true);
  return node;
}

function expandable(children) {
  const more = button({ class: "more", onclick: () => {
    quote.classList.remove("folded");
    more.remove();
  } }, t("showMore"));
  const quote = h("blockquote", { class: "folded" }, h("span", { class: "quote-text" }, children), more);
  return quote;
}

// The reader's client writes the time in the reader's own zone and language; without a format the text stays.
function dateTime({ unix_time: seconds, date_time_format: pattern = "" }, children, { now, zone, locale }) {
  const ms = seconds * 1000;
  if (!(Math.abs(ms) <= 8.64e15)) return h("span", null, children);
  const title = dateText(ms, zone, { dateStyle: "full", timeStyle: "short" }, locale);
  return h("time", { class: "date-time", datetime: new Date(ms).toISOString(), title, lang: locale,
    data: pattern === "r" ? { relative: ms, locale } : {} }, dateTimeText(ms, pattern, now, zone, locale) ?? children);
}
