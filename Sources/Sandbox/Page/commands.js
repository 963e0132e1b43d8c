// The command menu over the composer: all commands by its button, fitting ones while "/…" is typed.
import { h } from "./dom.js";
import { t } from "./language.js";

export class CommandMenu {
  /// `pick` is called with "/name" when a command is chosen.
  constructor(pick, id) {
    this.pick = pick;
    this.node = h("div", { class: "commands", role: "listbox", "aria-label": t("commands"), test: "commands", id });
    this.hide();
  }

  get open() { return !this.node.hidden; }

  /// Shows the commands that begin with what is typed after the slash.
  show(commands, typed) {
    const begin = /^\/(\w*)$/.exec(typed)?.[1].toLowerCase();
    this.found = (commands ?? []).filter(({ command }) => begin !== undefined && command.startsWith(begin));
    if (this.found.length === 0) return this.hide();
    this.node.replaceChildren(...this.found.map(({ command, description }, at) => h("div", {
      class: "command-item", role: "option", test: "command-item", onpointerdown: (event) => event.preventDefault(),
      onclick: () => this.choose(at) }, h("b", null, `/${command}`), h("span", { dir: "auto" }, description))));
    this.node.hidden = false;
    this.mark(begin ? 0 : -1);
  }

  hide() {
    this.node.hidden = true;
    this.found = [];
    this.at = -1;
  }

  mark(at) {
    this.at = at;
    [...this.node.children].forEach((item, i) => { item.ariaSelected = String(i === at); });
    this.node.children[at]?.scrollIntoView({ block: "nearest" });
  }

  choose(at) {
    const { command } = this.found[at];
    this.hide();
    this.pick(`/${command}`);
  }

  /// Whether the key was for the menu.
  key({ key, shiftKey }) {
    if (!this.open) return false;
    const count = this.found.length;
    if (key === "ArrowDown") this.mark((this.at + 1) % count);
    else if (key === "ArrowUp") this.mark((Math.max(this.at, 0) + count - 1) % count);
    else if (key === "Escape") this.hide();
    else if ((key === "Enter" || key === "Tab") && !shiftKey && this.at >= 0) this.choose(this.at);
    else return false;
    return true;
  }
}
