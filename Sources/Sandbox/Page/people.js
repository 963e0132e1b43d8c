// The people of the sandbox: the rail to choose by, each one's menu, and a new one.
import { $, h, icon, initials, star } from "./dom.js";
import { number, t } from "./language.js";
import { attempt, dialog, menu, notice } from "./dialog.js";
import { activate, activePerson, chooseZone, personOf, state, zoneOf } from "./store.js";
import { zoneExists } from "./time.js";
import { post } from "./api.js";

export const tongues = [["ru", "Русский"], ["en", "English"]];
const tongueName = (code) => tongues.find(([known]) => known === code)?.[1] ?? code;

export const avatar = (person) =>
  h("span", { class: `avatar color-${Math.abs(Number(person.color) || 0) % 7}`, "aria-hidden": "true" }, initials(person.first_name));

export const starsChip = (person) => h("button", { type: "button", class: "stars", test: "stars", title: t("stars", { n: person.stars }),
  "aria-label": t("stars", { n: person.stars }), onclick: (event) => personMenu(person, event.currentTarget) },
star(), number(person.stars));

/// The rail: everyone with what they have not read; `unread` is chat → count, `shown` the chats now in columns.
export function renderRail(unread, shown) {
  const rail = $("people");
  rail.setAttribute("aria-label", t("people"));
  const focused = rail.contains(document.activeElement) ? document.activeElement.dataset.person : null;
  const tabs = [...state.chats.values()].filter(personOf).map((chat) => {
    const person = personOf(chat);
    const count = unread.get(chat.id) ?? 0;
    const active = chat.id === state.active;
    return h("button", {
      type: "button", class: `person ${shown.includes(chat.id) ? "shown" : ""} ${active ? "active" : ""}`, test: "person-tab",
      data: { person: person.id }, "aria-current": active ? "true" : null, title: person.first_name,
      "aria-label": count ? `${person.first_name}, ${t("unread", { n: count })}` : person.first_name,
      onclick: () => activate(chat.id),
    }, h("span", { class: "face" }, avatar(person), person.blocked && h("span", { class: "face-mark" }, icon("block")),
      count > 0 && h("span", { class: "unread", test: "unread" }, count > 99 ? "99+" : count)),
    h("span", { class: "person-name", dir: "auto" }, person.first_name));
  });
  const add = h("button", { type: "button", class: "person add", test: "person-add", title: t("addPerson"), "aria-label": t("addPerson"),
    onclick: addPerson }, h("span", { class: "face" }, h("span", { class: "avatar" }, icon("plus"))));
  const person = activePerson();
  const own = person && h("span", { class: "rail-own" }, starsChip(person), h("button", { type: "button", class: "icon-button",
    test: "person-menu-narrow", "aria-haspopup": "menu", "aria-label": t("personMenu", { name: person.first_name }),
    onclick: (event) => personMenu(person, event.currentTarget) }, icon("more")));
  const strip = h("div", { class: "rail-strip" }, tabs, add);
  const left = rail.querySelector(".rail-strip")?.scrollLeft ?? 0;
  rail.replaceChildren(strip, ...(own ? [own] : []));
  strip.scrollLeft = left;
  strip.querySelector(".active")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (focused) strip.querySelector(`[data-person="${Number(focused)}"]`)?.focus();
}

export function personMenu(person, place) {
  const change = (values) => attempt(() => post("person/update", { id: person.id, ...values }));
  const others = tongues.filter(([code]) => code !== person.language_code);
  menu(place, [
    h("div", { class: "menu-head" }, avatar(person), h("span", null, h("b", { dir: "auto" }, person.first_name),
      h("small", null, [person.username && `@${person.username}`, tongueName(person.language_code)].filter(Boolean).join(" · ")))),
    null,
    ...others.map(([code, name]) => ({ text: t("writesIn", { language: name }), icon: "globe", test: `person-language-${code}`,
      act: () => change({ language_code: code }) })),
    { text: `${t("chooseZone")}: ${zoneOf(person)}`, icon: "clock", test: "person-zone", act: () => zoneDialog(person) },
    ...[100, 1000].map((n) => ({ text: t("topUp", { n }), icon: "plus", test: `person-stars-${n}`,
      act: () => change({ stars: (state.people.get(person.id)?.stars ?? 0) + n }) })),
    null,
    { text: t(person.blocked ? "unblockBot" : "blockBot"), icon: "block", danger: !person.blocked, test: "person-block",
      act: () => change({ blocked: !person.blocked }) },
  ], t("personMenu", { name: person.first_name }));
}

/// Asks for the zone that a person's times are shown in.
export function zoneDialog(person) {
  const zones = Intl.supportedValuesOf?.("timeZone") ?? [];
  const input = h("input", { type: "text", value: zoneOf(person), list: "zones", test: "zone-input", autocomplete: "off",
    spellcheck: "false", "aria-label": t("chooseZone"), onfocus: (event) => event.target.select() });
  const chips = ["Europe/Moscow", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Asia/Kathmandu", "Australia/Lord_Howe"]
    .map((zone) => h("button", { type: "button", class: "chip", onclick: () => { input.value = zone; } }, zone));
  dialog({
    title: t("zoneOf", { name: person.first_name }), test: "zone-dialog",
    body: [h("p", null, t("zoneHint")), input, h("datalist", { id: "zones" }, zones.map((zone) => h("option", { value: zone }))),
      h("div", { class: "chips" }, chips)],
    actions: [{ text: t("cancel") }, { text: t("ok"), primary: true, act: () => {
      const zone = input.value.trim();
      if (!zoneExists(zone)) {
        notice(t("zoneUnknown"));
        return false;
      }
      chooseZone(person, zone);
      return true;
    } }],
  });
}

export function addPerson() {
  const name = h("input", { type: "text", maxlength: 64, required: true, test: "person-name", autocomplete: "off", autofocus: true, dir: "auto" });
  const tongue = h("select", { test: "person-language" }, tongues.map(([code, text]) => h("option", { value: code }, text)));
  tongue.value = document.documentElement.lang;
  dialog({
    title: t("addPerson"), test: "person-dialog",
    body: [h("label", null, t("firstName"), name), h("label", null, t("language"), tongue)],
    actions: [{ text: t("cancel") }, { text: t("add"), primary: true, act: async () => {
      if (!name.value.trim()) return false;
      const answer = await attempt(() => post("person", { first_name: name.value.trim(), language_code: tongue.value }));
      if (answer?.person) localStorage.setItem("wanted", answer.person.id);
      return Boolean(answer);
    } }],
  });
}
