// Inline keyboards under messages and the reply keyboard under the composer.
import { button, h, icon, star } from "./dom.js";
import { t } from "./language.js";
import { attempt, copyText, dialog, notice } from "./dialog.js";
import { pickLocation } from "./location.js";
import { post } from "./api.js";

const style = ({ style: name, kind }) =>
  (["primary", "success", "danger"].includes(name) ? name : kind === "pay" ? "pay" : "");
const block = (props, rows, make) => h("div", { role: "group", "aria-label": t("keyboard"), ...props },
  rows.map((row, r) => h("div", { class: "keyboard-row" }, row.map((spec, c) => make(spec, r, c)))));

/// The keyboard of a message, or null. `act` is what the chat can do: press, pay, link.
export function inlineKeyboard(message, act) {
  const { invoice } = message;
  let rows = (message.keyboard ?? []).filter((row) => row.length > 0);
  // An invoice always has its Pay button, whether the bot sent a keyboard or not.
  if (invoice && !rows.flat().some(({ kind }) => kind === "pay")) rows = [[{ kind: "pay" }], ...rows];
  if (rows.length === 0) return null;
  return block({ class: "inline-keyboard" }, rows, (spec, r, c) => {
    const [row, column] = spec.index ?? [r, c];
    const pay = spec.kind === "pay";
    const paid = pay && invoice?.paid;
    const text = paid ? [icon("check"), t("paid")]
      : spec.text || [t("payAmount", { n: invoice?.amount ?? 0 }), " ", star()];
    const sign = { url: "open", web_app: "open", switch_inline: "open", copy: "copy" }[spec.kind];
    const node = button({
      class: `inline-button ${style(spec)}`, test: pay ? "pay-button" : "inline-button", disabled: paid,
      data: { row, column },
      onclick: () => {
        switch (spec.kind) {
          case "pay": return act.pay({ message });
          case "url": case "web_app": return act.link(spec.url);
          case "copy": return copyText(spec.copy_text ?? spec.url ?? spec.text);
          case "switch_inline": return notice(t("inlineMode"));
          default: return act.press(message, row, column, node);
        }
      },
    }, h("span", { class: "inline-text", dir: "auto" }, text), sign && icon(sign));
    return node;
  });
}

/// The reply keyboard's rows; `send` posts a button's text as the person's message.
export const replyKeyboard = (keyboard, person, send) =>
  block({ class: `reply-keyboard ${keyboard.resize ? "" : "tall"}`, test: "reply-keyboard" }, keyboard.rows, (spec) =>
    button({ test: "reply-button", class: `reply-button ${style(spec)}`, dir: "auto", onclick: () => {
      if (spec.request_location) pickLocation(person);
      else if (spec.request_contact) shareContact(person);
      else send(spec.text);
    } }, spec.text));

const shareContact = (person) => dialog({ title: t("shareContact"),
  ok: [t("send"), () => attempt(() => post("contact", { person: person.id }))] });
