// One person's chat with the bot: a column with its header, messages, keyboards and composer.
import { button, fill, h, iconButton } from "./dom.js";
import { t } from "./language.js";
import { alertBox, attempt, closeMenu, copyText, dialog, menu, notice } from "./dialog.js";
import { Composer } from "./composer.js";
import { MessageLog } from "./log.js";
import { replyKeyboard } from "./keyboard.js";
import { textOf } from "./message.js";
import { followLink } from "./links.js";
import { openPaySheet } from "./pay.js";
import { sendFiles } from "./files.js";
import { avatar, personMenu, starsChip } from "./people.js";
import { activate, personOf, state, zoneOf } from "./store.js";
import { post } from "./api.js";

const EMOJI = ["👍", "❤", "🔥", "🎉", "👏", "😢"];
const PATIENCE = 15_000; // a press without an answer stops spinning after this, as in a client

export class ChatColumn {
  constructor(id) {
    this.id = id;
    this.pending = new Map(); // pressed button → its timer and message
    const send = (text) => this.send(text);
    const pay = (what) => openPaySheet({ chat: this.chat, person: this.person, ...what });
    this.act = {
      send, pay, link: (url, ask) => followLink(url, { send, pay: (slug) => pay({ slug }) }, ask),
      press: (message, row, column, node) => this.press(message, row, column, node),
      jump: (message) => this.log.jump(message),
      react: (message, emoji) => this.tell("react", { message: message.id, emoji }),
      menu: (message, place) => this.messageMenu(message, place),
    };
    this.log = new MessageLog(() => ({ bot: state.bot, person: this.person, zone: zoneOf(this.person), now: state.now,
      locale: this.person.language_code ?? "en", act: this.act }));
    this.header = h("header", { class: "chat-header" });
    this.notices = h("div", { class: "chat-toasts", role: "status" });
    this.empty = h("div", { class: "empty" });
    this.composer = new Composer(this);
    this.under = h("div", { class: "under" });
    this.node = h("section", { class: "chat", test: "chat", data: { chat: id, drop: t("dropHere") },
      onpointerdown: () => activate(id), onfocusin: () => activate(id) },
    this.header, h("div", { class: "log-frame" }, this.log.node, this.empty, this.notices, this.log.jumpButton),
    h("footer", null, this.composer.node, this.under));
    this.listen();
    this.update({ anew: true });
  }

  get chat() { return state.chats.get(this.id); }
  get person() { return personOf(this.chat); }

  /// Shows the chat as it is now; `anew` when what all messages depend on has changed: the state, a zone.
  update({ anew = false, message = null, isNew = false, keyboard = false } = {}) {
    const { chat, person } = this;
    if (!chat || !person) return;
    const { first_name: name, blocked } = person;
    if (keyboard) this.hidden = false;
    this.log.sync(chat, anew, isNew ? message : null);
    this.log.doing(chat);
    if (message && !isNew) this.settle(message.id);
    this.node.ariaLabel = `${name} · ${state.bot.name}`;
    this.renderHeader(chat, person);
    this.renderUnder(chat, person);
    this.composer.node.hidden = blocked;
    this.empty.hidden = chat.messages.length > 0;
    fill(this.empty, h("b", null, t("empty")), h("p", null, t("emptyHint", { name })),
      button({ class: "button primary", test: "start", onclick: () => this.send("/start") }, t("start")));
  }

  renderHeader(chat, person) {
    const busy = chat.typing || typeof chat.draft === "string";
    fill(this.header, avatar(person),
      h("div", { class: "chat-title" }, h("b", { dir: "auto" }, person.first_name, " ", person.last_name),
        h("span", { class: busy ? "busy" : "" }, person.blocked ? t("blocked")
          : busy ? [state.bot.name, " ", t("typingNow")] : t("inLine", { bot: state.bot.name }))),
      starsChip(person), iconButton("more", t("personMenu", { name: person.first_name }), { test: "person-menu",
        onclick: (event) => personMenu(person, event.currentTarget) }));
  }

  // Under the composer: the reply keyboard, or the way back when the bot is blocked.
  renderUnder(chat, person) {
    const keyboard = chat.reply_keyboard;
    this.composer.update(!this.hidden);
    const key = JSON.stringify([keyboard, this.hidden, person.blocked]);
    if (key === this.underKey) return;
    this.underKey = key;
    fill(this.under, person.blocked
      ? h("div", { class: "blocked-bar" }, t("blockedHint", { name: person.first_name }),
        button({ class: "button", test: "unblock",
          onclick: () => attempt(() => post("person/update", { id: person.id, blocked: false })) }, t("unblockBot")))
      : keyboard?.rows?.length > 0 && !this.hidden && replyKeyboard(keyboard, person, async (text) => {
        const sent = await this.send(text);
        if (sent && keyboard.one_time && this.chat.reply_keyboard === keyboard) this.toggleKeyboard(true);
      }));
  }

  toggleKeyboard(hidden = !this.hidden) {
    this.hidden = hidden;
    this.renderUnder(this.chat, this.person);
  }

  tell(path, body) { return attempt(() => post(path, { person: this.person.id, ...body })); }

  send(text, replyTo = null) { return this.tell("send", { text, reply_to: replyTo }); }

  async press(message, row, column, node) {
    if (this.pending.has(node)) return;
    node.classList.add("pending");
    node.ariaBusy = "true";
    const timer = setTimeout(() => {
      this.settle(message.id);
      this.toast(t("noAnswer"));
    }, PATIENCE);
    this.pending.set(node, { timer, message: message.id });
    if (!await this.tell("press", { message: message.id, row, column })) this.settle(message.id);
  }

  /// Ends the waiting of a message's buttons, or of all.
  settle(id = null) {
    for (const [node, { timer, message }] of this.pending) {
      if (id !== null && message !== id) continue;
      clearTimeout(timer);
      node.classList.remove("pending");
      node.ariaBusy = null;
      this.pending.delete(node);
    }
  }

  answered({ text, alert }) {
    this.settle();
    if (text && alert) alertBox(`${state.bot.name} → ${this.person.first_name}`, text);
    else if (text) this.toast(text);
  }

  toast(text) { notice(text, this.notices, "toast"); }

  messageMenu(message, place) {
    const own = message.from === "person";
    const emoji = h("div", { class: "emoji-row" }, EMOJI.map((one) => button({ role: "menuitem", test: "react",
      label: t("react", { emoji: one }), onclick: () => { closeMenu(); this.act.react(message, one); } }, one)));
    const ask = () => dialog({ title: t("deleteAsk"), danger: true,
      ok: [t("delete"), () => this.tell("delete", { message: message.id })] });
    menu(place, [emoji,
      { text: t("reply"), icon: "reply", test: "menu-reply", act: () => this.composer.begin(message) },
      textOf(message) && { text: t("copy"), icon: "copy", test: "menu-copy", act: () => copyText(textOf(message)) },
      own && message.text && { text: t("edit"), icon: "edit", test: "menu-edit",
        act: () => this.composer.begin(message, true) },
      { text: t("delete"), icon: "trash", danger: true, test: "menu-delete", act: ask }], t("actions"));
  }

  // Double click replies, a right click or a long touch opens the menu, and files may be dropped anywhere.
  listen() {
    const found = ({ target }) => {
      const node = target.closest("article");
      return node && this.chat.messages.find(({ id }) => id === Number(node.dataset.id));
    };
    const log = this.log.node;
    log.addEventListener("dblclick", (event) => {
      const message = found(event);
      if (!message || event.target.closest("button, a, code, .spoiler, video, audio")) return;
      getSelection().removeAllRanges();
      this.composer.begin(message);
    });
    log.addEventListener("contextmenu", (event) => {
      const message = found(event);
      if (!message || event.shiftKey || String(getSelection()) || event.target.closest("a, img, video")) return;
      event.preventDefault();
      this.messageMenu(message, { x: event.clientX, y: event.clientY });
    });
    const drag = (type, over) => this.node.addEventListener(type, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      this.node.classList.toggle("dropping", over || (type === "dragleave" && this.node.contains(event.relatedTarget)));
      if (type === "drop") sendFiles(this.person, event.dataTransfer.files);
    });
    drag("dragover", true);
    drag("dragleave", false);
    drag("drop", false);
  }
}
