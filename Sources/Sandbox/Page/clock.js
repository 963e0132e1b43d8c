// The clock of the sandbox: what time it is for the chosen person, what comes next, and ways to get there.
import { $, h, icon, iconButton } from "./dom.js";
import { chooseLanguage, language, languages, t } from "./language.js";
import { attempt, dialog, notice } from "./dialog.js";
import { zoneDialog } from "./people.js";
import { activePerson, on, state, zoneOf } from "./store.js";
import { clockText, dateText, dayText, daysBetween, inputValue, instant, nextTransition, parts, relative } from "./time.js";
import { post } from "./api.js";

const view = {};
let trip = null; // {from, to}: a move under way; `to` is null when only the server knows

const zone = () => zoneOf(activePerson());

// How many days from today the wall next shows this time.
function daysUntil(hour, minute) {
  const { hour: h0, minute: m0 } = parts(state.now, zone());
  return h0 * 60 + m0 < hour * 60 + minute ? 0 : 1;
}

function local(hour, minute, days) {
  const p = parts(state.now, zone());
  const at = new Date(Date.UTC(p.year, p.month - 1, p.day + days));
  const to = instant(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), hour, minute, zone());
  const text = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  return move({ local: text, days, zone: zone() }, to);
}

const MOVES = [
  ["minute", () => move({ advance: 60 }, state.now + 60_000)],
  ["hour", () => move({ advance: 3600 }, state.now + 3_600_000)],
  ["evening", () => local(20, 30, daysUntil(20, 30))],
  ["tomorrow", () => local(8, 0, 1)],
  ["day", () => move({ advance: 86_400 }, state.now + 86_400_000)],
  ["week", () => move({ advance: 604_800 }, state.now + 604_800_000)],
  ["nextEvent", () => move({ next: true }, state.nextDue)],
  ["dst", dstMove],
];
const IDS = { nextEvent: "event" };

async function move(body, to) {
  if (trip || state.running) return;
  trip = { from: state.now, to };
  render();
  await attempt(() => post("clock", body));
  if (!state.running) trip = null;
  render();
}

function dstMove() {
  const at = nextTransition(state.now, zone());
  if (at !== null) return move({ dst: true, zone: zone() }, at);
  notice(t("dstNone", { zone: zone() }));
  if (activePerson()) zoneDialog(activePerson());
}

function pick() {
  const input = h("input", { type: "datetime-local", value: inputValue(state.now, zone()), min: inputValue(state.now, zone()),
    required: true, test: "clock-input", "aria-label": t("pick") });
  dialog({
    title: t("pickTitle"), test: "clock-dialog", body: [input, h("p", { class: "hint" }, zone(), ". ", t("pickHint"))],
    actions: [{ text: t("cancel") }, { text: t("move"), primary: true, test: "clock-apply", act: () => {
      const found = /^(\d{4,6})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(input.value)?.slice(1).map(Number);
      const to = found ? instant(...found, zone()) : NaN;
      if (!(to > state.now)) {
        notice(t("pickPast"));
        return false;
      }
      move({ to }, to);
      return true;
    } }],
  });
}

export function buildClock() {
  const root = $("clock");
  root.setAttribute("aria-label", t("clock"));
  view.time = h("b", { class: "clock-time", test: "clock-time" });
  view.date = h("span", { class: "clock-date", test: "clock-date" });
  view.next = h("span", { class: "clock-next", test: "clock-next" });
  view.face = h("button", { type: "button", class: "clock-face", test: "clock-zone", onclick: () => activePerson() && zoneDialog(activePerson()) },
    view.time, h("span", { class: "clock-lines" }, view.date, view.next));
  view.buttons = new Map(MOVES.map(([name, act]) => [name, h("button", {
    type: "button", class: "chip", test: `clock-${IDS[name] ?? name}`, onclick: act,
  }, name === "nextEvent" && icon("next"), t(name))]));
  view.pick = h("button", { type: "button", class: "chip", test: "clock-pick", title: t("pick"), "aria-label": t("pick"), onclick: pick },
    icon("calendar"));
  view.bar = h("div", { class: "clock-bar", role: "progressbar", "aria-label": t("moving"), test: "clock-progress", hidden: true }, h("i"));
  const other = languages().find((code) => code !== language());
  const tongue = h("button", { type: "button", class: "icon-button tongue", test: "ui-language", title: t("pageLanguage"),
    "aria-label": t("pageLanguage"), onclick: () => chooseLanguage(other) }, other.toUpperCase());
  view.fold = iconButton("clock", t("clockTools"), { class: "fold", test: "clock-fold", "aria-expanded": "false",
    onclick: () => view.fold.setAttribute("aria-expanded", String(root.classList.toggle("open"))) });
  root.replaceChildren(h("div", { class: "brand" }, h("img", { src: "logo.svg", alt: "" }), h("span", null, h("b", null, "Roost"), t("sandbox"))),
    view.face, h("div", { class: "clock-tools", role: "toolbar", "aria-label": t("clockTools") }, ...view.buttons.values(), view.pick),
    h("div", { class: "clock-end" }, view.fold, tongue), view.bar);
  ["state", "person", "active"].forEach((type) => on(type, render));
  on("clock", () => {
    if (state.running) trip ??= { from: state.now, to: null };
    else if (trip) trip = null;
    render();
  });
}

function render() {
  if (!state.ready) return;
  const { now, nextDue } = state;
  const busy = Boolean(trip) || state.running;
  view.time.textContent = clockText(now, zone());
  view.date.textContent = dateText(now, zone(), undefined, { weekday: "short", day: "numeric", month: "long", year: "numeric" });
  view.face.title = t("virtualTime", { zone: zone() });
  const due = nextDue === null ? null : daysBetween(now, nextDue, zone()) === 0 ? clockText(nextDue, zone())
    : t("nextDay", { day: dayText(nextDue, now, zone()).toLocaleLowerCase(language()), time: clockText(nextDue, zone()) });
  view.next.textContent = due === null ? t("nothingDue") : t("nextDue", { when: due });
  view.next.title = nextDue === null ? "" : relative(nextDue, now);
  for (const button of [...view.buttons.values(), view.pick]) button.disabled = busy;
  if (nextDue === null) view.buttons.get("nextEvent").disabled = true;
  const change = nextTransition(now, zone());
  view.buttons.get("dst").title = change === null ? t("dstNone", { zone: zone() })
    : t("dstAt", { date: `${dateText(change, zone())}, ${clockText(change, zone())}` });
  view.buttons.get("dst").classList.toggle("faint", change === null);
  view.bar.hidden = !busy;
  const part = trip?.to > trip?.from ? Math.max(0, Math.min(1, (now - trip.from) / (trip.to - trip.from))) : null;
  view.bar.classList.toggle("unknown", part === null);
  view.bar.firstChild.style.width = part === null ? "" : `${part * 100}%`;
  if (part === null) view.bar.removeAttribute("aria-valuenow");
  else view.bar.setAttribute("aria-valuenow", String(Math.round(part * 100)));
  $("clock").classList.toggle("running", busy);
}
