// The page's own language, by the browser or the switch. What the bot says to people is not its matter.
import { words } from "./words.js";

const wanted = localStorage.getItem("language") ?? navigator.language;
const current = String(wanted).startsWith("ru") ? "ru" : "en";
document.documentElement.lang = current;

export const language = () => current;

/// All is built with its words, so another language builds the page anew; what is being written stays.
export function chooseLanguage(code) {
  localStorage.setItem("language", code);
  location.reload();
}

/// The words for `key` with `{name}` places filled; of a word with forms the one for `values.n`.
export function t(key, values = {}) {
  const forms = words[current][key].split("|");
  const rule = new Intl.PluralRules(current).select(values.n ?? 0);
  const at = forms.length > 1 ? Math.max(0, ["one", "few", "many"].indexOf(rule)) : 0;
  return (forms[rule === "other" ? forms.length - 1 : at]).replace(/\{(\w+)\}/g, (whole, name) =>
    typeof values[name] === "number" ? number(values[name]) : values[name] ?? whole);
}

export const number = (value) => new Intl.NumberFormat(current).format(value);
