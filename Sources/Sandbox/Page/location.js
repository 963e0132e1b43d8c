// Choosing a place to send: a few cities with telling time zones, or any two numbers.
import { h, icon } from "./dom.js";
import { language, t } from "./language.js";
import { attempt, dialog, notice } from "./dialog.js";
import { post } from "./api.js";

const CITIES = [
  ["Москва", "Moscow", 55.7558, 37.6173], ["Владивосток", "Vladivostok", 43.1155, 131.8855],
  ["Алматы", "Almaty", 43.2380, 76.9450], ["Берлин", "Berlin", 52.5200, 13.4050],
  ["Лондон", "London", 51.5072, -0.1276], ["Нью-Йорк", "New York", 40.7128, -74.0060],
  ["Лос-Анджелес", "Los Angeles", 34.0522, -118.2437], ["Токио", "Tokyo", 35.6764, 139.6500],
  ["Катманду", "Kathmandu", 27.7172, 85.3240], ["Сидней", "Sydney", -33.8688, 151.2093],
];

/// Asks for a place and sends it as `person`.
export function pickLocation(person) {
  const field = (name, test, limit) => h("label", null, t(name),
    h("input", { type: "number", step: "any", min: -limit, max: limit, test, inputmode: "decimal" }));
  const latitude = field("latitude", "location-latitude", 90);
  const longitude = field("longitude", "location-longitude", 180);
  const [lat, lon] = [latitude, longitude].map((label) => label.querySelector("input"));
  const cities = h("div", { class: "chips" }, CITIES.map(([ru, en, x, y]) => h("button", {
    type: "button", class: "chip", test: "location-city",
    onclick: () => { lat.value = x; lon.value = y; },
  }, icon("pin"), language() === "ru" ? ru : en)));
  dialog({
    title: t("pickLocation"), test: "location-dialog", body: [cities, h("div", { class: "fields" }, latitude, longitude)],
    actions: [{ text: t("cancel") }, { text: t("send"), primary: true, act: () => {
      const [x, y] = [lat, lon].map((input) => (input.value === "" ? NaN : Number(input.value)));
      if (!(Math.abs(x) <= 90 && Math.abs(y) <= 180)) {
        notice(t("badLocation"));
        return false;
      }
      return attempt(() => post("location", { person: person.id, latitude: x, longitude: y }));
    } }],
  });
}
