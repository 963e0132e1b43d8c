// Where a person writes: text, replies, edits, commands, files. What is not sent yet outlives a reload of the page.
import { button, fill, h, iconButton } from "./dom.js";
import { t } from "./language.js";
import { menu } from "./dialog.js";
import { CommandMenu } from "./commands.js";
import { chooseFiles, sendFiles } from "./files.js";
import { pickLocation } from "./location.js";
import { summary, textOf } from "./message.js";

export class Composer {
  /// `column` is the chat it belongs to: {id, chat, person, send, tell, toggleKeyboard}.
  constructor(column) {
    this.column = column;
    this.key = `draft.${column.id}`;
    this.about = null; // {message, edits}: what is replied to or edited
    this.menu = new CommandMenu((command) => { this.clear(); column.send(command); }, `commands-${column.id}`);
    this.input = h("textarea", {
      rows: 1, maxlength: 4096, test: "composer-input", "aria-label": t("message"), dir: "auto", enterkeyhint: "send",
      "aria-controls": this.menu.node.id, oninput: () => this.changed(), onkeydown: (event) => this.pressed(event),
      onpaste: (event) => this.pasted(event), onblur: () => this.menu.hide(),
    });
    this.strip = h("div", { class: "strip", hidden: true, test: "composer-about" });
    this.slash = button({ class: "icon-button slash", test: "composer-commands", label: t("commands"),
      onpointerdown: (event) => event.preventDefault(), onclick: () => this.toggleCommands() }, "/");
    this.keys = iconButton("keyboard", t("keyboard"), { test: "composer-keyboard",
      onclick: () => column.toggleKeyboard() });
    this.sendButton = iconButton("send", t("send"), { class: "send", test: "composer-send",
      onclick: () => this.submit() });
    this.node = h("div", { class: "composer" }, this.menu.node, this.strip, h("div", { class: "composer-row" },
      h("div", { class: "field" }, this.slash, this.input, this.keys,
        iconButton("attach", t("attach"), { test: "composer-attach",
          onclick: (event) => this.attach(event.currentTarget) })),
      this.sendButton));
    this.input.value = sessionStorage.getItem(this.key) ?? "";
  }

  /// Follows the chat: its commands, its reply keyboard.
  update(keyboardShown) {
    const { commands, reply_keyboard: keyboard } = this.column.chat;
    this.slash.hidden = !commands?.length;
    this.keys.hidden = !keyboard;
    this.keys.classList.toggle("on", keyboardShown);
    this.keys.ariaPressed = String(keyboardShown);
    this.input.placeholder = keyboard?.placeholder || t("message");
    this.resized();
  }

  changed() {
    if (!this.about?.edits) sessionStorage.setItem(this.key, this.input.value);
    this.menu.show(this.column.chat.commands, this.input.value);
    this.resized();
  }

  resized() {
    this.input.style.height = "auto";
    if (this.input.scrollHeight) this.input.style.height = `${this.input.scrollHeight}px`;
    this.sendButton.classList.toggle("ready", this.input.value.trim() !== "");
  }

  pressed(event) {
    const own = this.column.chat.messages.findLast(({ from, text }) => from === "person" && text);
    if (event.isComposing) return;
    if (!this.menu.key(event)) {
      if (event.key === "Enter" && !event.shiftKey) this.submit();
      else if (event.key === "Escape" && this.about) this.cancel();
      else if (event.key === "ArrowUp" && !this.input.value && !this.about && own) this.begin(own, true);
      else return;
    }
    event.preventDefault();
  }

  pasted(event) {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    sendFiles(this.column.person, event.clipboardData.files);
  }

  toggleCommands() {
    if (this.menu.open) return this.menu.hide();
    this.input.focus();
    this.menu.show(this.column.chat.commands, "/");
  }

  attach(place) {
    const { person } = this.column;
    menu(place, [
      { text: t("photo"), icon: "image", test: "attach-photo", act: () => chooseFiles(person, true) },
      { text: t("file"), icon: "file", test: "attach-file", act: () => chooseFiles(person, false) },
      { text: t("location"), icon: "pin", test: "attach-location", act: () => pickLocation(person) },
    ], t("attach"));
  }

  /// Begins a reply to a message, or an edit of it.
  begin(message, edits = false) {
    this.cancel();
    this.about = { message, edits };
    fill(this.strip, h("div", { class: "quote" }, h("b", null, t(edits ? "editing" : "replyTo")),
      h("span", { dir: "auto" }, summary(message))),
    iconButton("close", t("cancel"), { onclick: () => this.cancel() }));
    this.strip.hidden = false;
    if (edits) this.input.value = textOf(message);
    this.resized();
    this.input.focus();
  }

  cancel() {
    if (this.about?.edits) this.clear();
    this.about = null;
    this.strip.hidden = true;
  }

  clear() {
    this.input.value = "";
    this.about = null;
    this.strip.hidden = true;
    this.changed();
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const { message, edits } = this.about ?? {};
    this.clear();
    const done = edits
      ? textOf(message) === text || await this.column.tell("edit", { message: message.id, text })
      : await this.column.send(text, message?.id);
    if (done || this.input.value) return;
    // It did not arrive: the words are the person's, so they come back.
    if (message) this.begin(message, edits);
    this.input.value = text;
    this.changed();
  }
}
