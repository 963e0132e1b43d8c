// One person's chat with the bot: a column with its header, messages, keyboards and composer.
import { h, icon, iconButton } from "./dom.js";
import { t } from "./language.js";
import { alertBox, attempt, copyText, dialog, menu, notice } from "./dialog.js";
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
  constructor(chatId) {
    this.id = chatId;
    this.pending = new Set();
    this.keyboardHidden = false;
    this.act = {
      send: (text) => this.send(text), pay: (what) => openPaySheet({ chat: this.chat, person: this.person, ...what }),
      press: (message, row, column, button) => this.press(message, row, column, button),
      link: (url, ask, note) => followLink(url, { send: (text) => this.send(text), pay: (slug) => this.act.pay({ slug }) }, { ask, note }),
      jump: (id) => this.log.jump(id), react: (message, emoji) => this.react(message, emoji),
      menu: (message, place) => this.messageMenu(message, place),
    };
    this.header = h("header", { class: "chat-header" });
    this.log = new MessageLog(t("log"), () => this.context());
    this.notices = h("div", { class: "chat-toasts", role: "status", "aria-live": "polite" });
    this.empty = h("div", { class: "empty" });
    this.keys = h("div", { class: "keys" });
    this.composer = new Composer({ chat: () => this.chat, person: () => this.person,
      send: (text, replyTo) => this.send(text, replyTo), toggleKeyboard: () => this.toggleKeyboard() });
    this.bar = h("div", { class: "blocked-bar", hidden: true });
    this.node = h("section", { class: "chat", test: "chat", data: { chat: chatId }, onpointerdown: () => activate(chatId),
      onfocusin: () => activate(chatId) },
    this.header, h("div", { class: "log-frame" }, this.log.node, this.empty, this.notices, this.log.jumpButton),
    h("div", { class: "drop", "aria-hidden": "true" }, icon("attach"), t("dropHere")),
    h("footer", null, this.composer.node, this.bar, this.keys));
    this.listen();
    this.update({ rebuild: true });
  }

  get chat() { return state.chats.get(this.id); }
  get person() { return personOf(this.chat); }

  context() {
    return { bot: state.bot, person: this.person, zone: zoneOf(this.person), now: state.now,
      locale: this.person?.language_code === "ru" ? "ru" : "en", act: this.act };
  }

  /// Shows the chat as it is now; `rebuild` when what all messages depend on has changed (zone, language, the state).
  update({ rebuild = false, message = null, isNew = false } = {}) {
    const { chat, person } = this;
    if (!chat || !person) return;
    this.node.setAttribute("aria-label", t("chatOf", { name: person.first_name, bot: state.bot.name }));
    this.log.sync(chat, { rebuild, added: isNew ? message : null });
    this.log.doing(chat);
    if (message && !isNew) this.settle(message.id);
    this.renderHeader(chat, person);
    this.renderKeys(chat, person);
    this.composer.update(!this.keyboardHidden);
    this.composer.node.hidden = person.blocked;
    this.bar.hidden = !person.blocked;
    if (person.blocked) {
      this.bar.replaceChildren(h("span", null, t("blockedHint", { name: person.first_name })),
        h("button", { type: "button", class: "button", test: "unblock", onclick: () =>
          attempt(() => post("person/update", { id: person.id, blocked: false })) }, t("unblockBot")));
    }
    this.empty.hidden = chat.messages.length > 0;
    if (!this.empty.hidden) {
      this.empty.replaceChildren(h("b", null, t("empty")), h("p", null, t("emptyHint", { name: person.first_name })),
        h("button", { type: "button", class: "button primary", test: "start", onclick: () => this.send("/start") }, t("start")));
    }
  }

  renderHeader(chat, person) {
    const busy = chat.typing || typeof chat.draft === "string";
    this.header.replaceChildren(avatar(person),
      h("div", { class: "chat-title" }, h("b", { dir: "auto" }, person.first_name, person.last_name && ` ${person.last_name}`),
        h("span", { class: busy ? "busy" : "" }, person.blocked ? t("blocked")
          : busy ? [h("bdi", null, state.bot.name), " ", t("typingNow")] : t("inLine", { bot: state.bot.name }))),
      starsChip(person),
      iconButton("more", t("personMenu", { name: person.first_name }), { test: "person-menu", "aria-haspopup": "menu",
        onclick: (event) => personMenu(person, event.currentTarget) }));
  }

  renderKeys(chat, person) {
    const keyboard = chat.reply_keyboard;
    if (keyboard !== this.keyboard) this.keyboardHidden = false;
    this.keyboard = keyboard;
    const shown = Boolean(keyboard?.rows?.length) && !this.keyboardHidden && !person.blocked;
    this.keys.replaceChildren(...(shown ? [replyKeyboard(keyboard, person, async (text) => {
      const sent = await this.send(text);
      if (sent && keyboard.one_time && this.keyboard === keyboard) this.toggleKeyboard(true);
    })] : []));
  }

  toggleKeyboard(hidden = !this.keyboardHidden) {
    this.keyboardHidden = hidden;
    this.renderKeys(this.chat, this.person);
    this.composer.update(!hidden);
  }

  send(text, replyTo = null) {
    return attempt(() => post("send", { person: this.person.id, text, reply_to: replyTo }));
  }

  async press(message, row, column, button) {
    if (button.classList.contains("pending")) return;
    button.classList.add("pending");
    button.setAttribute("aria-busy", "true");
    const entry = { button, message: message.id, timer: setTimeout(() => {
      this.settle(message.id);
      this.toast(t("noAnswer"));
    }, PATIENCE) };
    this.pending.add(entry);
    if (!(await attempt(() => post("press", { person: this.person.id, message: message.id, row, column })))) this.settle(message.id);
  }

  /// Ends the waiting of a message's buttons, or of all.
  settle(id = null) {
    for (const entry of this.pending) {
      if (id !== null && entry.message !== id) continue;
      clearTimeout(entry.timer);
      entry.button.classList.remove("pending");
      entry.button.removeAttribute("aria-busy");
      this.pending.delete(entry);
    }
  }

  answered({ text, alert }) {
    this.settle();
    if (!text) return;
    if (alert) alertBox(text, this.person && state.people.size > 1 ? this.person.first_name : state.bot.name);
    else this.toast(text);
  }

  toast(text) { notice(text, { place: this.notices, test: "toast" }); }

  react(message, emoji) {
    return attempt(() => post("react", { person: this.person.id, message: message.id, emoji }));
  }

  messageMenu(message, place) {
    const own = message.from === "person";
    const text = textOf(message);
    const emoji = h("div", { class: "emoji-row" }, EMOJI.map((one) => h("button", {
      type: "button", role: "menuitem", test: "react", "aria-label": t("react", { emoji: one }),
      onclick: (event) => { event.currentTarget.closest(".menu").remove(); this.react(message, one); } }, one)));
    menu(place, [emoji, { text: t("reply"), icon: "reply", test: "menu-reply", act: () => this.composer.reply(message) },
      text && { text: t("copy"), icon: "copy", act: () => copyText(text) },
      own && message.text && { text: t("edit"), icon: "edit", test: "menu-edit", act: () => this.composer.edit(message) },
      { text: t("delete"), icon: "trash", danger: true, test: "menu-delete", act: () => dialog({ title: t("deleteAsk"), actions: [
        { text: t("cancel") }, { text: t("delete"), primary: true, danger: true, act: () =>
          attempt(() => post("delete", { person: this.person.id, message: message.id })) }] }) },
    ].filter(Boolean), t("actions"));
  }

  // Double click replies, a right click or a long touch opens the menu, and files may be dropped anywhere.
  listen() {
    const found = (event) => {
      const node = event.target.closest?.("[data-testid=message]");
      return node && this.chat.messages.find((message) => message.id === Number(node.dataset.id) && message.from !== "service");
    };
    this.log.node.addEventListener("dblclick", (event) => {
      const message = found(event);
      if (!message || event.target.closest("button, a, code, .spoiler, video, audio")) return;
      getSelection()?.removeAllRanges();
      this.composer.reply(message);
    });
    this.log.node.addEventListener("contextmenu", (event) => {
      const message = found(event);
      if (!message || event.shiftKey || String(getSelection() ?? "") || event.target.closest("a, img, video")) return;
      event.preventDefault();
      this.messageMenu(message, { x: event.clientX, y: event.clientY });
    });
    let depth = 0;
    const over = (on) => { depth = Math.max(0, depth + on); this.node.classList.toggle("dropping", depth > 0); };
    const files = (event) => event.dataTransfer?.types?.includes("Files");
    this.node.addEventListener("dragenter", (event) => files(event) && over(1));
    this.node.addEventListener("dragleave", (event) => files(event) && over(-1));
    this.node.addEventListener("dragover", (event) => files(event) && event.preventDefault());
    this.node.addEventListener("drop", (event) => {
      if (!files(event)) return;
      event.preventDefault();
      depth = 0;
      over(0);
      sendFiles(this.person, [...event.dataTransfer.files]);
    });
  }
}
