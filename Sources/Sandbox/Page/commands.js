// The command menu over the composer: all commands by its button, fitting ones while "/…" is typed.
import { h } from "./dom.js";
import { t } from "./language.js";

export class CommandMenu {
  /// `pick(command)` is called with "/name" when one is chosen.
  constructor(pick) {
    this.pick = pick;
    this.found = [];
    this.at = -1;
    this.node = h("div", { class: "commands", role: "listbox", "aria-label": t("commands"), test: "commands", hidden: true,
      id: `commands-${CommandMenu.count += 1}` });
  }

  get open() { return !this.node.hidden; }

  /// Shows the commands that begin with what is typed; `all` shows them whatever is typed.
  show(commands, typed, all = false) {
    const begin = all ? "" : /^\/(\w*)$/.exec(typed)?.[1]?.toLowerCase();
    this.found = begin === undefined ? [] : (commands ?? []).filter(({ command }) => command.startsWith(begin));
    if (this.found.length === 0) return this.hide();
    this.node.replaceChildren(...this.found.map(({ command, description }, at) => h("div", {
      class: "command-item", role: "option", test: "command-item", id: `${this.node.id}-${at}`, "aria-selected": "false",
      onpointerdown: (event) => event.preventDefault(), onclick: () => this.choose(at),
    }, h("b", null, `/${command}`), h("span", { dir: "auto" }, description))));
    this.node.hidden = false;
    this.at = -1;
    if (begin) this.mark(0);
  }

  hide() {
    this.node.hidden = true;
    this.found = [];
    this.at = -1;
  }

  mark(at) {
    this.at = (at + this.found.length) % this.found.length;
    [...this.node.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === this.at)));
    this.node.children[this.at]?.scrollIntoView({ block: "nearest" });
  }

  choose(at) {
    const chosen = this.found[at];
    this.hide();
    if (chosen) this.pick(`/${chosen.command}`);
  }

  /// Whether the key was for the menu.
  key(event) {
    if (!this.open) return false;
    if (event.key === "ArrowDown") this.mark(this.at + 1);
    else if (event.key === "ArrowUp") this.mark(this.at < 0 ? this.found.length - 1 : this.at - 1);
    else if (event.key === "Escape") this.hide();
    else if ((event.key === "Enter" && !event.shiftKey || event.key === "Tab") && this.at >= 0) this.choose(this.at);
    else return false;
    return true;
  }
}
CommandMenu.count = 0;
