// Puts the page together: the clock, the rail of people, and as many chats side by side as fit.
import { $ } from "./dom.js";
import { t } from "./language.js";
import { buildClock } from "./clock.js";
import { ChatColumn } from "./chat.js";
import { renderRail } from "./people.js";
import { follow } from "./api.js";
import { activate, apply, load, on, personOf, state, zoneOf } from "./store.js";
import { notice } from "./dialog.js";

const columns = new Map(); // chat → ChatColumn, kept while the chat is there: it holds what is typed and scrolled
const unread = new Map();
let shown = []; // chats in columns, left to right
let used = []; // chats by last use, newest last

// The active chat is always shown; it takes the place of the one used longest ago, so that others stay put.
function choose() {
  const room = innerWidth >= 1480 ? 3 : innerWidth >= 1100 ? 2 : 1;
  const chats = [...state.chats.keys()].filter((id) => personOf(state.chats.get(id)));
  const oldest = () => shown.indexOf(used.find((id) => shown.includes(id) && id !== state.active) ?? shown[0]);
  used = [...used.filter((id) => id !== state.active), state.active];
  shown = shown.filter((id) => chats.includes(id));
  while (shown.length > room) shown.splice(oldest(), 1);
  if (chats.includes(state.active) && !shown.includes(state.active)) {
    if (shown.length < room) shown.push(state.active);
    else shown[oldest()] = state.active;
  }
  for (const id of chats) if (shown.length < room && !shown.includes(id)) shown.push(id);
  if (shown.length === chats.length) shown = chats;
}

function layout() {
  if (!state.ready) return;
  choose();
  const main = $("chats");
  for (const [id, column] of columns) {
    if (!shown.includes(id)) column.node.hidden = true;
    if (state.chats.has(id)) continue;
    column.node.remove();
    columns.delete(id);
  }
  shown.forEach((id, at) => {
    if (!columns.has(id)) columns.set(id, new ChatColumn(id));
    const { node, log } = columns.get(id);
    const appears = node.hidden || !node.isConnected;
    node.hidden = false;
    node.style.order = at;
    node.classList.toggle("active", id === state.active);
    if (!node.isConnected) main.append(node);
    if (appears) {
      columns.get(id).update();
      log.toEnd();
    }
    unread.delete(id);
  });
  main.dataset.columns = shown.length;
  renderRail(unread, shown);
}

document.title = `Roost · ${t("sandbox")}`;
$("banner").textContent = t("offline");
buildClock();

on("state", () => {
  if (state.chats.has(state.wanted)) {
    activate(state.wanted);
    state.wanted = null;
  }
  layout();
  for (const column of columns.values()) column.update({ anew: true });
});
on("chat", ({ chat, message, isNew, keyboard }) => {
  if (isNew && message.from !== "person" && !shown.includes(chat.id)) {
    unread.set(chat.id, (unread.get(chat.id) ?? 0) + 1);
    renderRail(unread, shown);
  }
  columns.get(chat.id)?.update({ message, isNew, keyboard });
});
on("person", ({ person, zone }) => {
  for (const column of columns.values()) if (column.person === person) column.update({ anew: Boolean(zone) });
  renderRail(unread, shown);
});
on("active", layout);
on("clock", () => {
  for (const { log, person } of columns.values()) log.tick({ now: state.now, zone: zoneOf(person) });
});
on("toast", (event) => {
  const column = columns.get(event.chat);
  if (column) column.answered(event);
  else if (event.text) notice(event.text);
});
addEventListener("resize", layout);

let hiding = 0;
let waiting = 0;
const reload = follow({
  loaded: load,
  event: (event) => {
    if (apply(event)) return;
    clearTimeout(waiting); // several unknown things at once need the state once
    waiting = setTimeout(reload, 60);
  },
  status: (online) => {
    clearTimeout(hiding);
    if (online) $("banner").hidden = true;
    else hiding = setTimeout(() => { $("banner").hidden = false; }, 400);
  },
});
