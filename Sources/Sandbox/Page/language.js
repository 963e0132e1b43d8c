// The page's own language: Russian or English, by the browser, with a switch. What people's bot says is not its matter.
import { words } from "./words.js";

let current = localStorage.getItem("language")
  ?? ((navigator.language ?? "en").toLowerCase().startsWith("ru") ? "ru" : "en");
if (!(current in words)) current = "en";
document.documentElement.lang = current;

export const language = () => current;
export const languages = () => Object.keys(words);

/// Everything on the page is built with its words, so a new language builds the page anew; texts being written stay.
export function chooseLanguage(code) {
  localStorage.setItem("language", code);
  location.reload();
}

/// The words for `key`; `{name}` places are filled from `values`. A word with forms (`one|few|many`, or `one|other`)
/// is chosen by `values.n`.
export function t(key, values = {}) {
  let text = words[current][key] ?? words.en[key] ?? key;
  if (text.includes("|")) {
    const forms = text.split("|");
    const order = current === "ru" ? ["one", "few", "many"] : ["one", "other"];
    const at = order.indexOf(new Intl.PluralRules(current).select(Number(values.n)));
    text = forms[at] ?? forms[forms.length - 1];
  }
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    if (!(name in values)) return whole;
    return typeof values[name] === "number" ? number(values[name]) : String(values[name]);
  });
}

export const number = (value) => new Intl.NumberFormat(current).format(value);
