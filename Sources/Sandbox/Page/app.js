// Puts the page together: the clock, the rail of people, and as many chats side by side as fit.
import { $, h } from "./dom.js";
import { t } from "./language.js";
import { buildClock } from "./clock.js";
import { ChatColumn } from "./chat.js";
import { renderRail } from "./people.js";
import { follow, getState } from "./api.js";
import { activate, apply, emit, load, on, personOf, state, zoneOf } from "./store.js";
import { notice } from "./dialog.js";

const columns = new Map(); // chat → ChatColumn, kept while the chat is there: it holds what is typed and scrolled
const unread = new Map();
let shown = []; // chats in columns, left to right
let used = []; // chats by last use, newest last

const room = () => (innerWidth >= 1480 ? 3 : innerWidth >= 1100 ? 2 : 1);

// The active chat is always shown; it takes the place of the one that was used longest ago, so that others stay put.
function choose() {
  const chats = [...state.chats.keys()].filter((id) => personOf(state.chats.get(id)));
  shown = shown.filter((id) => chats.includes(id));
  used = [...used.filter((id) => chats.includes(id) && id !== state.active), state.active].filter((id) => id !== null);
  while (shown.length > room()) shown.splice(shown.indexOf(used.find((id) => shown.includes(id)) ?? shown[0]), 1);
  if (state.active !== null && !shown.includes(state.active)) {
    if (shown.length < room()) shown.push(state.active);
    else shown[Math.max(0, shown.indexOf(used.find((id) => shown.includes(id))))] = state.active;
  }
  for (const id of chats) if (shown.length < room() && !shown.includes(id)) shown.push(id);
  if (shown.length === chats.length) shown.sort((a, b) => chats.indexOf(a) - chats.indexOf(b));
}

function layout() {
  if (!state.ready) return;
  choose();
  const main = $("chats");
  for (const [id, column] of columns) {
    if (state.chats.has(id)) continue;
    column.node.remove();
    columns.delete(id);
  }
  shown.forEach((id, at) => {
    if (!columns.has(id)) columns.set(id, new ChatColumn(id));
    const column = columns.get(id);
    const wasShown = column.node.isConnected && !column.node.hidden;
    column.node.hidden = false;
    column.node.style.order = at;
    column.node.classList.toggle("active", id === state.active);
    if (!column.node.isConnected) main.append(column.node);
    if (!wasShown) {
      column.update();
      column.log.toEnd();
    }
    unread.delete(id);
  });
  for (const [id, column] of columns) column.node.hidden = !shown.includes(id);
  main.dataset.columns = shown.length;
  renderRail(unread, shown);
}

function start() {
  document.title = `Roost · ${t("sandbox")}`;
  $("banner").textContent = t("offline");
  $("chats").append(h("p", { class: "loading" }, t("loading")));
  buildClock();
  on("state", () => {
    document.querySelector(".loading")?.remove();
    const wanted = Number(localStorage.getItem("wanted"));
    if (state.chats.has(wanted)) {
      localStorage.removeItem("wanted");
      activate(wanted);
    }
    layout();
    for (const column of columns.values()) column.update({ rebuild: true });
  });
  on("chat", ({ chat, message, isNew }) => {
    if (isNew && message.from !== "person" && !shown.includes(chat.id)) {
      unread.set(chat.id, (unread.get(chat.id) ?? 0) + 1);
      renderRail(unread, shown);
    }
    columns.get(chat.id)?.update({ message, isNew });
  });
  on("person", ({ person, zone }) => {
    for (const column of columns.values()) if (column.chat?.person === person.id) column.update({ rebuild: Boolean(zone) });
    renderRail(unread, shown);
  });
  on("active", () => {
    layout();
    // On a touch screen the on-screen keyboard would cover the chat that was asked for.
    if (matchMedia("(hover: hover)").matches && document.activeElement === document.body) columns.get(state.active)?.composer.input.focus();
  });
  on("clock", () => {
    for (const column of columns.values()) if (column.chat) column.log.tick({ now: state.now, zone: zoneOf(column.person) });
  });
  on("toast", (event) => {
    const column = columns.get(event.chat);
    if (column) column.answered(event);
    else if (event.text) notice(event.text);
  });
  let hide = 0;
  const reload = follow({
    load: async () => load(await getState()),
    event: (event) => { if (apply(event) === false) again(); },
    status: (online) => {
      clearTimeout(hide);
      state.online = online;
      if (online) $("banner").hidden = true;
      else hide = setTimeout(() => { $("banner").hidden = false; }, 400);
      emit("online");
    },
  });
  // Several unknown things at once need the state once.
  let waiting = 0;
  function again() {
    clearTimeout(waiting);
    waiting = setTimeout(reload, 60);
  }
  addEventListener("resize", layout);
}

start();
