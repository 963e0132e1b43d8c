// Inline keyboards under messages and the reply keyboard under the composer.
import { h, icon, star } from "./dom.js";
import { number, t } from "./language.js";
import { attempt, copyText, dialog, notice } from "./dialog.js";
import { pickLocation } from "./location.js";
import { post } from "./api.js";

const SIGNS = { url: "open", web_app: "app", copy: "copy", switch_inline: "open" };
const STYLES = new Set(["primary", "success", "danger"]);

/// The keyboard of a message, or null. `act` is what the chat can do: press, pay, link.
export function inlineKeyboard(message, act) {
  let rows = (message.keyboard ?? []).filter((row) => row.length > 0);
  // An invoice always has its Pay button, whether the bot sent a keyboard or not.
  if (message.invoice && !rows.flat().some((button) => button.kind === "pay")) {
    rows = [[{ kind: "pay", text: null, index: [0, 0] }], ...rows];
  }
  if (rows.length === 0) return null;
  return h("div", { class: "inline-keyboard", role: "group", "aria-label": t("keyboard"), dir: "auto" },
    rows.map((row, r) => h("div", { class: "keyboard-row" }, row.map((spec, c) => inlineButton(message, spec, r, c, act)))));
}

function inlineButton(message, spec, r, c, act) {
  const [row, column] = Array.isArray(spec.index) ? spec.index : [r, c];
  const pay = spec.kind === "pay";
  const paid = pay && message.invoice?.paid;
  const style = STYLES.has(spec.style) ? spec.style : pay ? "pay" : "";
  const text = pay ? (paid ? t("paid") : spec.text || t("payAmount", { n: message.invoice?.amount ?? 0 })) : spec.text;
  const button = h("button", {
    type: "button", class: `inline-button ${style}`, test: pay ? "pay-button" : "inline-button", disabled: paid,
    data: { row, column, kind: spec.kind ?? "callback" },
    onclick: () => follow(message, { ...spec, row, column }, button, act),
  }, h("span", { class: "inline-text", dir: "auto" }, paid && icon("check"), text, pay && !paid && !spec.text && star()),
    SIGNS[spec.kind] && h("span", { class: "sign" }, icon(SIGNS[spec.kind])));
  return button;
}

function follow(message, spec, button, act) {
  switch (spec.kind) {
    case "pay": return act.pay({ message });
    case "url": return act.link(spec.url, true);
    case "web_app": return act.link(spec.url, true, t("miniApp"));
    case "copy": return copyText(spec.copy_text ?? spec.url ?? spec.text);
    case "switch_inline": return notice(t("inlineMode"));
    default: return act.press(message, spec.row, spec.column, button);
  }
}

/// The reply keyboard's rows. `send` posts a button's text as the person's message.
export function replyKeyboard(keyboard, person, send) {
  return h("div", { class: `reply-keyboard ${keyboard.resize ? "" : "tall"}`, role: "group", "aria-label": t("keyboard"),
    test: "reply-keyboard" }, keyboard.rows.map((row) => h("div", { class: "keyboard-row" }, row.map((spec) =>
    h("button", {
      type: "button", test: "reply-button", class: `reply-button ${STYLES.has(spec.style) ? spec.style : ""}`,
      onclick: () => {
        if (spec.request_location) pickLocation(person);
        else if (spec.request_contact) shareContact(person);
        else send(spec.text);
      },
    }, h("span", { dir: "auto" }, spec.text))))));
}

const shareContact = (person) => dialog({
  title: t("contact"), body: h("p", null, t("shareContact")),
  actions: [{ text: t("cancel") },
    { text: t("share"), primary: true, act: () => attempt(() => post("contact", { person: person.id })) }],
});
