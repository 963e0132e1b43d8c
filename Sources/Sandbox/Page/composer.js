// Where a person writes: text, replies, edits, commands, files. What is not sent yet outlives a reload of the page.
import { h, iconButton } from "./dom.js";
import { t } from "./language.js";
import { attempt, menu } from "./dialog.js";
import { CommandMenu } from "./commands.js";
import { chooseFiles, sendFiles } from "./files.js";
import { pickLocation } from "./location.js";
import { summary, textOf } from "./message.js";
import { post } from "./api.js";

export class Composer {
  /// `chat()` and `person()` give the present ones; `send(text, replyTo)` and `toggleKeyboard()` are the chat's.
  constructor({ chat, person, send, toggleKeyboard }) {
    Object.assign(this, { chat, person, post: send });
    this.key = `draft.${chat().id}`;
    this.about = null; // {reply: message} or {edit: message}
    this.menu = new CommandMenu((command) => { this.clear(); send(command, null); });
    this.input = h("textarea", {
      rows: 1, maxlength: 4096, test: "composer-input", placeholder: t("message_"), "aria-label": t("message_"), dir: "auto",
      enterkeyhint: "send", autocomplete: "off", "aria-controls": this.menu.node.id,
      oninput: () => this.changed(), onkeydown: (event) => this.pressed(event), onpaste: (event) => this.pasted(event),
      onblur: () => this.menu.hide(),
    });
    this.strip = h("div", { class: "strip", hidden: true, test: "composer-about" });
    this.commandsButton = h("button", { type: "button", class: "icon-button slash", test: "composer-commands",
      title: t("commands"), "aria-label": t("commands"), onpointerdown: (event) => event.preventDefault(),
      onclick: () => this.toggleCommands() }, "/");
    this.keyboardButton = iconButton("keyboard", t("keyboardHide"), { test: "composer-keyboard", onclick: toggleKeyboard });
    this.attachButton = iconButton("attach", t("attach"), { test: "composer-attach", "aria-haspopup": "menu",
      onclick: (event) => this.attach(event.currentTarget) });
    this.sendButton = iconButton("send", t("send"), { class: "send", test: "composer-send", onclick: () => this.submit() });
    this.node = h("div", { class: "composer" }, this.menu.node, this.strip, h("div", { class: "composer-row" },
      h("div", { class: "field" }, this.commandsButton, this.input, this.keyboardButton, this.attachButton), this.sendButton));
    this.input.value = sessionStorage.getItem(this.key) ?? "";
    this.update();
    requestAnimationFrame(() => this.grow());
  }

  /// Follows the chat: its command list, its reply keyboard.
  update(keyboardShown = false) {
    const { commands, reply_keyboard: keyboard } = this.chat();
    this.commandsButton.hidden = !commands?.length;
    this.keyboardButton.hidden = !keyboard;
    this.keyboardButton.classList.toggle("on", keyboardShown);
    this.keyboardButton.setAttribute("aria-pressed", String(keyboardShown));
    const label = t(keyboardShown ? "keyboardHide" : "keyboardShow");
    this.keyboardButton.title = label;
    this.keyboardButton.setAttribute("aria-label", label);
    this.input.placeholder = keyboard?.placeholder || t("message_");
    this.sendButton.classList.toggle("ready", this.input.value.trim() !== "");
  }

  changed() {
    sessionStorage.setItem(this.key, this.about?.edit ? "" : this.input.value);
    this.grow();
    this.menu.show(this.chat().commands, this.input.value);
    this.sendButton.classList.toggle("ready", this.input.value.trim() !== "");
  }

  grow() {
    this.input.style.height = "auto";
    if (this.input.scrollHeight) this.input.style.height = `${this.input.scrollHeight}px`;
  }

  pressed(event) {
    if (event.isComposing) return;
    if (this.menu.key(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.about) {
      event.preventDefault();
      this.cancel();
    } else if (event.key === "ArrowUp" && this.input.value === "" && !this.about) {
      const own = this.chat().messages.filter((message) => message.from === "person" && message.text);
      if (own.length === 0) return;
      event.preventDefault();
      this.edit(own[own.length - 1]);
    }
  }

  pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    sendFiles(this.person(), files);
  }

  toggleCommands() {
    if (this.menu.open) return this.menu.hide();
    this.input.focus();
    this.menu.show(this.chat().commands, "", true);
  }

  attach(button) {
    const person = this.person();
    menu(button, [
      { text: t("photo"), icon: "image", test: "attach-photo", act: () => chooseFiles(person, true) },
      { text: t("file"), icon: "file", test: "attach-file", act: () => chooseFiles(person, false) },
      { text: t("location"), icon: "pin", test: "attach-location", act: () => pickLocation(person) },
    ], t("attach"));
  }

  reply(message) { this.begin({ reply: message }, t("replyTo"), message); }

  edit(message) {
    this.begin({ edit: message }, t("editing"), message);
    this.input.value = textOf(message);
    this.changed();
  }

  begin(about, label, message) {
    if (this.about?.edit) this.clear();
    this.about = about;
    this.strip.replaceChildren(h("div", { class: "strip-text" }, h("b", null, label), h("span", { dir: "auto" }, summary(message))),
      iconButton("close", t("cancel"), { onclick: () => this.cancel() }));
    this.strip.hidden = false;
    this.input.focus();
  }

  cancel() {
    if (this.about?.edit) this.clear();
    else this.endAbout();
  }

  endAbout() {
    this.about = null;
    this.strip.hidden = true;
  }

  clear() {
    this.input.value = "";
    this.endAbout();
    this.changed();
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text) return this.input.focus();
    const { about } = this;
    this.clear();
    const edited = about?.edit;
    const done = edited
      ? textOf(edited) === text
        || await attempt(() => post("edit", { person: this.person().id, message: edited.id, text }))
      : await this.post(text, about?.reply?.id ?? null);
    if (done || this.input.value) return;
    // It did not arrive: the words are the person's, so they come back.
    if (about) this.begin(about, t(edited ? "editing" : "replyTo"), about.edit ?? about.reply);
    this.input.value = text;
    this.changed();
  }
}
