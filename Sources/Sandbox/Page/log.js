// The list of a chat's messages: groups, days, what is new, and where it is scrolled to.
import { h, icon } from "./dom.js";
import { number, t } from "./language.js";
import { renderMessage } from "./message.js";
import { dayKey, dayText, relative } from "./time.js";
import { burst } from "./effects.js";

const GROUP = 5 * 60_000; // messages of one sender within this virtual time stand together
const NEAR = 48; // so many pixels from the end still count as being there

export class MessageLog {
  /// `context()` gives what a message is rendered with.
  constructor(label, context) {
    this.context = context;
    this.shown = new Map(); // id → {message, key, node}
    this.days = new Map(); // day → {node, date}
    this.stuck = true;
    this.fresh = 0;
    this.list = h("div", { class: "messages" });
    this.tail = h("div", { class: "tail" });
    this.node = h("div", { class: "log", role: "log", "aria-label": label, tabindex: 0, test: "log" }, this.list, this.tail);
    this.badge = h("span");
    this.jumpButton = h("button", { type: "button", class: "scroll-new", test: "scroll-new", "aria-label": t("toBottom"),
      hidden: true, onclick: () => this.toEnd(true) }, this.badge, icon("down"));
    this.node.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.node.addEventListener("keydown", (event) => this.keyed(event));
    const sizes = new ResizeObserver(() => this.stuck && this.toEnd());
    [this.node, this.list, this.tail].forEach((node) => sizes.observe(node));
  }

  /// Brings the list to `chat.messages`. Nodes of messages that did not change stay as they are.
  sync(chat, { rebuild = false, added = null } = {}) {
    const context = this.context();
    const known = rebuild ? new Map() : this.shown;
    const first = this.shown.size === 0;
    this.shown = new Map();
    const days = new Map();
    const order = [];
    chat.messages.forEach((message, at, all) => {
      const day = dayKey(message.date, context.zone);
      if (!days.has(day)) {
        const mark = this.days.get(day) ?? { date: message.date, node: h("div", { class: "day", role: "separator" }, h("span")) };
        mark.node.firstChild.textContent = dayText(message.date, context.now, context.zone);
        days.set(day, mark);
        order.push(mark.node);
      }
      const near = (other) => other && other.from === message.from && Math.abs(other.date - message.date) < GROUP
        && dayKey(other.date, context.zone) === day;
      let item = known.get(message.id);
      if (item?.message !== message) item = { message, node: this.render(message, context, item) };
      item.node.classList.toggle("first", !near(all[at - 1]));
      item.node.classList.toggle("last", !near(all[at + 1]));
      this.shown.set(message.id, item);
      order.push(item.node);
    });
    this.days = days;
    place(this.list, order);
    if (added && !first) this.arrived(added);
    if (this.stuck) this.toEnd();
  }

  render(message, context, old) {
    const node = renderMessage(message, context);
    if (!old) return node;
    if (message.edited) node.classList.add("flash");
    const focused = old.node.contains(document.activeElement) ? document.activeElement.dataset : null;
    old.node.replaceWith(node);
    // Who presses buttons by keyboard stays at the button's place when the card changes under it.
    if (focused) {
      (node.querySelector(`[data-row="${Number(focused.row)}"][data-column="${Number(focused.column)}"]`) ?? node)
        .focus({ preventScroll: true });
    }
    return node;
  }

  arrived(message) {
    const node = this.shown.get(message.id)?.node;
    node?.classList.add("arrived");
    if (message.from === "person") this.stuck = true;
    else if (!this.stuck) {
      this.fresh += 1;
      this.showJump();
    }
    if (message.effect && node) burst(node, message.effect);
  }

  /// What the bot is doing now: null, {typing: true} or {draft: text}.
  doing(what) {
    const draft = typeof what?.draft === "string" ? what.draft : null;
    const node = draft !== null
      ? h("article", { class: "message in first last draft", test: "draft" }, h("div", { class: "stack" },
        h("div", { class: "bubble" }, h("div", { class: `text ${draft ? "" : "shimmer"}`, dir: "auto" }, draft || t("thinking")))))
      : what?.typing ? h("article", { class: "message in first last typing", test: "typing", "aria-label": t("typingNow") },
        h("div", { class: "stack" }, h("div", { class: "bubble dots" }, h("i"), h("i"), h("i")))) : null;
    this.tail.replaceChildren(...(node ? [node] : []));
    if (this.stuck) this.toEnd();
  }

  /// Words that depend on what time it is.
  tick({ now, zone }) {
    for (const { node, date } of this.days.values()) node.firstChild.textContent = dayText(date, now, zone);
    for (const node of this.list.querySelectorAll("[data-relative]")) {
      node.textContent = relative(Number(node.dataset.relative) * 1000, now, node.dataset.locale);
    }
  }

  jump(id) {
    const node = this.shown.get(id)?.node;
    if (!node) return;
    this.stuck = false;
    node.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    node.classList.remove("flash");
    requestAnimationFrame(() => node.classList.add("flash"));
  }

  toEnd(focus = false) {
    this.stuck = true;
    this.node.scrollTop = this.node.scrollHeight;
    this.fresh = 0;
    this.showJump();
    if (focus) this.node.focus({ preventScroll: true });
  }

  scrolled() {
    if (this.node.clientHeight === 0) return;
    this.stuck = this.away() < NEAR;
    if (this.stuck) this.fresh = 0;
    this.showJump();
  }

  away() {
    return this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight;
  }

  showJump() {
    this.jumpButton.hidden = this.stuck || (this.fresh === 0 && this.away() < 300);
    this.badge.textContent = this.fresh > 0 ? t("newMessages", { n: this.fresh }) : "";
  }

  keyed(event) {
    const article = document.activeElement?.closest?.("[data-testid=message]");
    if (event.target !== this.node && event.target !== article) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) {
      const all = [...this.shown.values()].map(({ node }) => node);
      const next = article ? all[all.indexOf(article) + step] : step < 0 ? all[all.length - 1] : null;
      if (!next) return;
      event.preventDefault();
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && article) {
      event.preventDefault();
      article.querySelector(".message-menu")?.click();
    }
  }
}

// Puts the nodes in order and takes away the others, touching only what is not in its place.
function place(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}
