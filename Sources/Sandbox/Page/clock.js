// The clock of the sandbox: what time it is for the chosen person, what comes next, and ways to get there.
import { $, button, fill, h, icon, iconButton } from "./dom.js";
import { chooseLanguage, language, t } from "./language.js";
import { attempt, dialog, notice } from "./dialog.js";
import { zoneDialog } from "./people.js";
import { activePerson, on, state, zoneOf } from "./store.js";
import { clockText, dateText, dayKey, dayText, daysBetween, instant, nextTransition, parts, relative } from "./time.js";
import { post } from "./api.js";

const DATE = { weekday: "short", day: "numeric", month: "short", year: "numeric" };
const view = {};
let trip = null; // {from, to, asked} of a move under way; `to` is null when only the server knows

const zone = () => zoneOf(activePerson());

const MOVES = {
  minute: () => advance(60),
  hour: () => advance(3600),
  evening: () => local(20, 30),
  tomorrow: () => local(8, 0, 1),
  day: () => advance(86_400),
  week: () => advance(604_800),
  event: () => move({ next: true }, state.nextDue),
  dst: () => {
    const at = nextTransition(state.now, zone());
    if (at !== null) return move({ dst: true, zone: zone() }, at);
    if (activePerson()) zoneDialog(activePerson());
    notice(t("dstNone", { zone: zone() }));
  },
};

const advance = (seconds) => move({ advance: seconds }, state.now + seconds * 1000);

// To the time on the wall: so many days on, or the first time it is shown again.
function local(hour, minute, days) {
  const { year, month, day, hour: h0, minute: m0 } = parts(state.now, zone());
  const away = days ?? (h0 * 60 + m0 < hour * 60 + minute ? 0 : 1);
  const date = new Date(Date.UTC(year, month - 1, day + away));
  const to = instant(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), hour, minute, zone());
  return move({ local: clockText(to, zone()), days: away, zone: zone() }, to);
}

async function move(body, to) {
  if (trip || state.running) return;
  const mine = trip = { from: state.now, to, asked: true };
  render();
  await attempt(() => post("clock", body));
  mine.asked = false;
  // The answer may come before the last word of the move.
  setTimeout(() => { if (trip === mine && !state.running) arrive(); }, 400);
}

function arrive() {
  trip = null;
  render();
}

function pick() {
  const value = `${dayKey(state.now, zone())}T${clockText(state.now, zone())}`;
  const input = h("input", { type: "datetime-local", value, min: value, required: true, test: "clock-input",
    "aria-label": t("pick") });
  const node = dialog({
    title: t("pick"), test: "clock-dialog", okTest: "clock-apply",
    body: [input, h("p", { class: "hint" }, zone(), ". ", t("pickHint"))],
    ok: [t("move"), () => {
      const to = instant(...input.value.split(/\D/).slice(0, 5).map(Number), zone());
      if (to > state.now) {
        node.close();
        return move({ to }, to);
      }
      notice(t("pickPast"));
      return false;
    }],
  });
}

export function buildClock() {
  const root = $("clock");
  root.ariaLabel = t("clock");
  view.time = h("b", { class: "clock-time", test: "clock-time" });
  view.date = h("span", { test: "clock-date" });
  view.next = h("span", { class: "clock-next", test: "clock-next" });
  view.face = button({ class: "clock-face", test: "clock-zone",
    onclick: () => activePerson() && zoneDialog(activePerson()) }, view.time,
    h("span", { class: "clock-lines" }, view.date, view.next));
  view.buttons = Object.fromEntries(Object.entries(MOVES).map(([name, act]) =>
    [name, button({ class: "chip", test: `clock-${name}`, onclick: act }, name === "event" && icon("next"), t(name))]));
  view.buttons.pick = button({ class: "chip", test: "clock-pick", label: t("pick"), onclick: pick }, icon("calendar"));
  view.bar = h("div", { class: "clock-bar", role: "progressbar", "aria-label": t("clock"), test: "clock-progress",
    hidden: true }, h("i"));
  const other = language() === "ru" ? "en" : "ru";
  const fold = iconButton("clock", t("clockTools"), { class: "fold", test: "clock-fold", "aria-expanded": "false",
    onclick: () => { fold.ariaExpanded = String(root.classList.toggle("open")); } });
  fill(root, h("div", { class: "brand" }, h("img", { src: "logo.svg", alt: "" }),
    h("span", null, h("b", null, "Roost"), t("sandbox"))),
    view.face, h("div", { class: "clock-tools", role: "toolbar", "aria-label": t("clockTools") },
      Object.values(view.buttons)), fold, button({ class: "icon-button tongue", test: "ui-language",
      label: t("pageLanguage"), onclick: () => chooseLanguage(other) }, other.toUpperCase()), view.bar);
  on("state", arrive);
  on("person", render);
  on("active", render);
  on("clock", () => {
    // A time told before the server heard of the move is not its end.
    const early = trip?.asked && !(trip.to !== null && state.now >= trip.to);
    trip = state.running || early ? trip ?? { from: state.now, to: null } : null;
    render();
  });
}

function render() {
  const { now, nextDue, running, ready } = state;
  if (!ready) return;
  const busy = Boolean(trip) || running;
  view.time.textContent = clockText(now, zone());
  view.date.textContent = dateText(now, zone(), DATE);
  view.face.title = zone();
  const dueDay = daysBetween(now, nextDue, zone()) === 0 ? "" : `${dayText(nextDue, now, zone(), false)} `;
  view.next.textContent = nextDue === null ? t("nothingDue") : t("nextDue", { when: dueDay + clockText(nextDue, zone()) });
  view.next.title = nextDue === null ? "" : relative(nextDue, now);
  for (const node of Object.values(view.buttons)) node.disabled = busy;
  view.buttons.event.disabled ||= nextDue === null;
  const change = nextTransition(now, zone());
  view.buttons.dst.title = change === null ? t("dstNone", { zone: zone() })
    : t("dstAt", { date: dateText(change, zone(), { ...DATE, hour: "2-digit", minute: "2-digit" }) });
  view.buttons.dst.classList.toggle("faint", change === null);
  const part = trip?.to > trip?.from ? Math.round(Math.min(1, (now - trip.from) / (trip.to - trip.from)) * 100) : null;
  view.bar.hidden = !busy;
  view.bar.ariaValueNow = part;
  view.bar.classList.toggle("unknown", part === null);
  view.bar.firstChild.style.width = part === null ? "" : `${part}%`;
}
