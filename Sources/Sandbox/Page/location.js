// Choosing a place to send: a few cities with telling time zones, or any two numbers.
import { button, h } from "./dom.js";
import { language, t } from "./language.js";
import { attempt, dialog } from "./dialog.js";
import { post } from "./api.js";

const CITIES = [
  ["Москва", "Moscow", 55.7558, 37.6173], ["Владивосток", "Vladivostok", 43.1155, 131.8855],
  ["Берлин", "Berlin", 52.52, 13.405], ["Лондон", "London", 51.5072, -0.1276],
  ["Нью-Йорк", "New York", 40.7128, -74.006], ["Токио", "Tokyo", 35.6764, 139.65],
  ["Катманду", "Kathmandu", 27.7172, 85.324], ["Сидней", "Sydney", -33.8688, 151.2093],
];

/// Asks for a place and sends it as `person`.
export function pickLocation(person) {
  const field = (test, max) => h("input", { type: "number", step: "any", min: -max, max, test, required: true });
  const [lat, lon] = [field("location-latitude", 90), field("location-longitude", 180)];
  dialog({
    title: t("pickLocation"), test: "location-dialog",
    body: [
      h("div", { class: "chips" }, CITIES.map(([ru, en, x, y]) => button({ class: "chip", test: "location-city",
        onclick: () => {
        lat.value = x;
        lon.value = y;
      } }, language() === "ru" ? ru : en))),
      h("div", { class: "fields" }, h("label", null, t("latitude"), lat), h("label", null, t("longitude"), lon)),
    ],
    ok: [t("send"), () => attempt(() =>
      post("location", { person: person.id, latitude: Number(lat.value), longitude: Number(lon.value) }))],
  });
}
