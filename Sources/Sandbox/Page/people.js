// The people of the sandbox: the rail to choose by, each one's menu, and a new one.
import { $, button, fill, h, icon, iconButton, star } from "./dom.js";
import { language, number, t } from "./language.js";
import { attempt, dialog, menu, notice } from "./dialog.js";
import { activate, activePerson, chooseZone, personOf, state, zoneOf } from "./store.js";
import { zoneExists } from "./time.js";
import { post } from "./api.js";

const TONGUES = [["ru", "Русский"], ["en", "English"]];

export const avatar = ({ color, first_name: name, blocked }) =>
  h("span", { class: `avatar color-${color % 7} ${blocked ? "blocked" : ""}`, "aria-hidden": "true" },
    [...name.trim()][0] ?? "?");

export const starsChip = (person) => button({ class: "stars", test: "stars", label: t("stars", { n: person.stars }),
  onclick: (event) => personMenu(person, event.currentTarget) }, star(), number(person.stars));

/// The rail: everyone with what they have not read; `unread` is chat → count, `shown` the chats now in columns.
export function renderRail(unread, shown) {
  const rail = $("people");
  const focused = rail.contains(document.activeElement) ? document.activeElement.dataset.person : null;
  const left = rail.firstChild?.scrollLeft;
  const strip = h("div", { class: "rail-strip" }, [...state.chats.values()].filter(personOf).map((chat) => {
    const person = personOf(chat);
    const n = unread.get(chat.id);
    const active = chat.id === state.active;
    return button({
      class: `person ${shown.includes(chat.id) ? "shown" : ""} ${active ? "active" : ""}`, test: "person-tab",
      data: { person: person.id }, "aria-current": active ? "true" : null,
      label: n ? `${person.first_name} (${n})` : person.first_name, onclick: () => activate(chat.id),
    }, avatar(person), n && h("span", { class: "unread", test: "unread" }, n),
    h("span", { class: "person-name", dir: "auto" }, person.first_name));
  }), button({ class: "person add", test: "person-add", label: t("addPerson"), onclick: addPerson },
    h("span", { class: "avatar" }, icon("plus"))));
  const person = activePerson();
  rail.ariaLabel = t("people");
  fill(rail, strip, person && h("span", { class: "rail-own" }, starsChip(person),
    iconButton("more", t("personMenu", { name: person.first_name }), { test: "person-menu-narrow",
      onclick: (event) => personMenu(person, event.currentTarget) })));
  strip.scrollLeft = left ?? 0;
  strip.querySelector(".active")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (focused) strip.querySelector(`[data-person="${focused}"]`)?.focus();
}

export function personMenu(person, place) {
  const change = (values) => attempt(() => post("person/update", { id: person.id, ...values }));
  menu(place, [
    ...TONGUES.filter(([code]) => code !== person.language_code).map(([code, name]) => ({
      text: `${t("language")}: ${name}`, icon: "globe", test: `person-language-${code}`,
      act: () => change({ language_code: code }) })),
    { text: `${t("zone")}: ${zoneOf(person)}`, icon: "clock", test: "person-zone", act: () => zoneDialog(person) },
    ...[100, 1000].map((n) => ({ text: t("topUp", { n }), icon: "plus", test: `person-stars-${n}`,
      act: () => change({ stars: state.people.get(person.id).stars + n }) })),
    { text: t(person.blocked ? "unblockBot" : "blockBot"), icon: "block", danger: !person.blocked, test: "person-block",
      act: () => change({ blocked: !person.blocked }) },
  ], t("personMenu", { name: person.first_name }));
}

/// Asks for the zone that a person's times are shown in.
export function zoneDialog(person) {
  const input = h("input", { value: zoneOf(person), list: "zones", test: "zone-input", "aria-label": t("zone"),
    onfocus: () => input.select() });
  dialog({
    title: `${t("zone")}: ${person.first_name}`, test: "zone-dialog",
    body: [input, h("p", null, t("zoneHint")), h("datalist", { id: "zones" },
      (Intl.supportedValuesOf?.("timeZone") ?? []).map((value) => h("option", { value })))],
    ok: [t("ok"), () => {
      const zone = input.value.trim();
      if (zoneExists(zone)) return chooseZone(person, zone);
      notice(t("zoneUnknown"));
      return false;
    }],
  });
}

function addPerson() {
  const name = h("input", { maxlength: 64, required: true, test: "person-name", autocomplete: "off", dir: "auto" });
  const tongue = h("select", { test: "person-language" }, TONGUES.map(([value, text]) =>
    h("option", { value, selected: value === language() }, text)));
  dialog({
    title: t("addPerson"), test: "person-dialog",
    body: [h("label", null, t("firstName"), name), h("label", null, t("language"), tongue)],
    ok: [t("add"), async () => {
      const answer = await attempt(() => post("person", { first_name: name.value.trim(), language_code: tongue.value }));
      // The chat may be known already, or come with the next state.
      state.wanted = answer.person?.id ?? null;
      activate(state.wanted);
      return Boolean(answer);
    }],
  });
}
