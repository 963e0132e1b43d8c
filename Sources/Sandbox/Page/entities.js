// A text with Telegram's entities as DOM nodes. Offsets and lengths are UTF-16 code units, as JavaScript's strings are.
import { h } from "./dom.js";
import { t } from "./language.js";
import { copyText } from "./dialog.js";
import { safeUrl } from "./links.js";
import { dateTimeText, dateText, localeTag } from "./time.js";

const DEEPEST = 24;
const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", blockquote: "blockquote" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const PLAIN = new Set(["hashtag", "cashtag", "mention", "text_mention", "email", "phone_number"]);

/// Nodes for `text`. `context` is {now, zone, locale, command(text), link(url, ask)}: what a reader's client knows and
/// what happens on a press.
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
  if (type in TAGS) return h(TAGS[type], null, children);
  if (PLAIN.has(type)) return h("span", { class: "link-like" }, children);
  switch (type) {
    case "spoiler": return spoiler(children);
    case "code":
      return h("code", { tabindex: 0, role: "button", title: t("copy"), onclick: () => copyText(text),
        onkeydown: (event) => event.key === "Enter" && copyText(text) }, children);
    case "pre": return pre(entity.language, text, children);
    case "expandable_blockquote": return expandable(children);
    case "url": return link(text, /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`, children, context, false);
    case "text_link": return link(text, entity.url, children, context, true);
    case "bot_command":
      return h("button", { type: "button", class: "command", test: "command-link", onclick: () => context.command(text) },
        children);
    case "date_time": return dateTime(entity, text, children, context);
    default: return h("span", null, children); // custom_emoji falls back to its text, as do types not known yet
  }
}

function link(text, url, children, context, ask) {
  const address = safeUrl(url);
  if (!address) return h("span", { class: "link-like" }, children);
  return h("a", { href: address, title: ask ? address : null, rel: "noopener noreferrer", target: "_blank",
    onclick: (event) => { event.preventDefault(); context.link(address, ask); } }, children);
}

function spoiler(children) {
  const inner = h("span", { class: "spoiler-text", "aria-hidden": "true" }, children);
  const node = h("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": t("spoiler"), "aria-expanded": "false" },
    inner);
  const toggle = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    const shown = node.classList.contains("shown");
    if (shown && event.target.closest("a, .command")) return;
    event.preventDefault();
    event.stopPropagation();
    node.classList.toggle("shown", !shown);
    node.setAttribute("aria-expanded", String(!shown));
    if (shown) node.setAttribute("aria-label", t("spoiler")); else node.removeAttribute("aria-label");
    inner.setAttribute("aria-hidden", String(shown));
  };
  // On the way down, so that a hidden link is shown and not followed.
  node.addEventListener("click", toggle, true);
  node.addEventListener("keydown", toggle, true);
  return node;
}

function pre(language, text, children) {
  const head = h("span", { class: "pre-head" }, h("span", null, language || ""),
    h("button", { type: "button", onclick: () => copyText(text) }, t("copy")));
  return h("pre", { dir: "ltr" }, head, h("code", null, children));
}

function expandable(children) {
  const more = h("button", { type: "button", class: "more", "aria-expanded": "false" }, t("showMore"));
  const quote = h("blockquote", { class: "expandable" }, h("span", { class: "quote-text" }, children), more);
  more.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    more.textContent = t(open ? "showLess" : "showMore");
    more.setAttribute("aria-expanded", String(open));
  });
  return quote;
}

// The reader's client writes the time in the reader's own zone and language; without a format the text stays.
function dateTime(entity, text, children, { now, zone, locale }) {
  const seconds = entity.unix_time;
  if (!Number.isSafeInteger(seconds) || Math.abs(seconds) > 8.64e12) return h("span", null, children);
  const pattern = typeof entity.date_time_format === "string" ? entity.date_time_format : "";
  const shown = pattern ? dateTimeText(seconds, pattern, now, zone, locale) : null;
  const full = dateText(seconds * 1000, zone, locale, { dateStyle: "full", timeStyle: "short", hourCycle: "h23" });
  const node = h("time", { class: "date-time", datetime: new Date(seconds * 1000).toISOString(), title: full,
    lang: localeTag(locale) }, shown ?? children);
  if (pattern === "r") Object.assign(node.dataset, { relative: seconds, locale });
  return node;
}
