// The list of a chat's messages: groups, days, what is new, and where it is scrolled to.
import { button, fill, h, icon } from "./dom.js";
import { t } from "./language.js";
import { renderMessage, textOf } from "./message.js";
import { dayKey, dayText, relative } from "./time.js";

const GROUP = 5 * 60_000; // messages of one sender within this virtual time stand together
const NEAR = 48; // so many pixels from the end still count as being there
const EFFECTS = { "5104841245755180586": "🔥", "5107584321108051014": "👍", "5159385139981059251": "❤️",
  "5046509860389126442": "🎉" };

export class MessageLog {
  /// `context()` gives what a message is rendered with.
  constructor(context) {
    this.context = context;
    this.shown = new Map(); // id → {message, node}
    this.days = new Map(); // day → {date, node}
    this.stuck = true;
    this.fresh = 0;
    this.list = h("div", { class: "messages" });
    this.tail = h("div", { class: "messages tail" });
    this.node = h("div", { class: "log", role: "log", "aria-label": t("log"), tabindex: 0, test: "log",
      onscroll: () => this.scrolled(), onkeydown: (event) => this.keyed(event) }, this.list, this.tail);
    this.badge = h("span");
    this.jumpButton = button({ class: "scroll-new", test: "scroll-new", "aria-label": t("toBottom"), hidden: true,
      onclick: () => { this.toEnd(); this.node.focus({ preventScroll: true }); } }, this.badge, icon("down"));
    const sizes = new ResizeObserver(() => {
      this.width = this.node.clientWidth;
      if (this.stuck) this.toEnd();
    });
    [this.node, this.list, this.tail].forEach((node) => sizes.observe(node));
  }

  /// Brings the list to `chat.messages`; nodes of messages that did not change stay as they are, unless all `anew`.
  sync({ messages }, anew = false, added = null) {
    const context = this.context();
    const { zone, now } = context;
    const [known, days] = [this.shown, new Map()];
    const order = [];
    const dayOf = messages.map(({ date }) => dayKey(date, zone));
    this.shown = new Map();
    messages.forEach((message, at) => {
      const day = dayOf[at];
      if (!days.has(day)) {
        const mark = this.days.get(day) 
          ?? { date: message.date, node: h("div", { class: "service day", role: "separator" }) };
        fill(mark.node, h("span", null, dayText(message.date, now, zone)));
        days.set(day, mark);
        order.push(mark.node);
      }
      const apart = (i) => messages[i]?.from !== message.from || dayOf[i] !== day
        || Math.abs(messages[i].date - message.date) > GROUP;
      let item = known.get(message.id);
      if (item?.message !== message || anew) item = { message, node: this.render(message, context, item, anew) };
      item.node.classList.toggle("first", apart(at - 1));
      item.node.classList.toggle("last", apart(at + 1));
      this.shown.set(message.id, item);
      order.push(item.node);
    });
    this.days = days;
    place(this.list, order);
    if (added && known.size > 0) this.arrived(added);
    if (this.stuck) this.toEnd();
  }

  render(message, context, old, anew) {
    let node;
    try {
      node = renderMessage(message, context);
    } catch (error) {
      console.error(error); // one message that cannot be shown must not take the chat with it
      node = h("div", { class: "service", test: "message", data: { id: message.id } },
        h("span", null, textOf(message) || "?"));
    }
    if (old && !anew && message.edited) node.classList.add("flash");
    // Who presses buttons by keyboard stays at the button's place when the card changes under it.
    const focused = old?.node.contains(document.activeElement) ? document.activeElement.dataset : null;
    old?.node.replaceWith(node);
    if (focused) {
      const same = node.querySelector(`[data-row="${focused.row}"][data-column="${focused.column}"]`);
      (same ?? node).focus({ preventScroll: true });
    }
    return node;
  }

  arrived(message) {
    const { node } = this.shown.get(message.id) ?? {};
    node?.classList.add("arrived");
    if (message.from === "person") this.stuck = true;
    else if (!this.stuck) this.fresh += 1;
    this.showJump();
    if (message.effect) node?.append(h("span", { class: "effect", "aria-hidden": "true" },
      EFFECTS[message.effect] ?? "✨"));
  }

  /// What the bot is doing now: writing, or showing a draft.
  doing({ typing, draft }) {
    const body = typeof draft === "string"
      ? h("div", { class: `text ${draft ? "streaming" : "shimmer"}`, dir: "auto" }, draft || t("thinking"))
      : typing && h("div", { class: "dots", "aria-label": t("typingNow") }, h("i"), h("i"), h("i"));
    const test = typeof draft === "string" ? "draft" : "typing";
    fill(this.tail, body && h("div", { class: "message in first last", test },
      h("div", { class: "stack" }, h("div", { class: "bubble" }, body))));
    if (this.stuck) this.toEnd();
  }

  /// Words that depend on what time it is.
  tick({ now, zone }) {
    for (const { node, date } of this.days.values()) node.firstChild.textContent = dayText(date, now, zone);
    for (const node of this.list.querySelectorAll("[data-relative]")) {
      node.textContent = relative(Number(node.dataset.relative), now, node.dataset.locale);
    }
  }

  jump(id) {
    const { node } = this.shown.get(id) ?? {};
    if (!node) return;
    this.stuck = false;
    node.scrollIntoView({ block: "center" });
    node.classList.remove("flash");
    requestAnimationFrame(() => node.classList.add("flash"));
  }

  toEnd() {
    this.stuck = true;
    this.node.scrollTop = this.node.scrollHeight;
    this.showJump();
  }

  get away() { return this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight; }

  scrolled() {
    // A page made wider or narrower is not a reader who scrolls.
    if (this.node.clientHeight === 0 || this.node.clientWidth !== this.width) return;
    this.stuck = this.away < NEAR;
    this.showJump();
  }

  showJump() {
    if (this.stuck) this.fresh = 0;
    this.jumpButton.hidden = this.stuck || (this.fresh === 0 && this.away < 300);
    this.badge.textContent = this.fresh > 0 ? t("newMessages", { n: this.fresh }) : "";
  }

  // Arrows go from message to message, Enter opens the menu of one.
  keyed(event) {
    const all = [...this.shown.values()].map(({ node }) => node);
    const at = all.indexOf(event.target);
    if (at < 0 && event.target !== this.node) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) (at < 0 ? all.at(-1) : all[at + step])?.focus();
    else if (event.key === "Enter" && at >= 0) all[at].querySelector(".message-menu")?.click();
    else return;
    event.preventDefault();
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
