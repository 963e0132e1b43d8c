// What the page knows, kept equal to the server's state by its events. Views listen and keep nothing of it.
import { zoneExists } from "./time.js";

export const state = { ready: false, bot: {}, now: 0, nextDue: null, running: false, zone: "UTC", people: new Map(),
  chats: new Map(), active: null, wanted: null };

const KEPT = 400; // messages of one chat that stay in the page
const bus = new EventTarget();

/// Types: "state", "chat", "person", "clock", "toast", "checkout", "active".
export const on = (type, listener) => bus.addEventListener(type, ({ detail }) => listener(detail));
const emit = (type, detail = {}) => bus.dispatchEvent(new CustomEvent(type, { detail }));

export function load({ bot, now, next_due: nextDue = null, running = false, zone, people, chats }) {
  Object.assign(state, { bot, now, nextDue, running, zone, ready: true });
  state.people = new Map(people.map((person) => [person.id, person]));
  state.chats = new Map(chats.map((chat) => [chat.id, chat]));
  if (!state.chats.has(state.active)) {
    const last = Number(localStorage.getItem("active"));
    state.active = state.chats.has(last) ? last : chats[0]?.id ?? null;
  }
  emit("state");
}

/// Brings one event into the state. Returns false when the state is to be loaded anew.
export function apply(event) {
  const chat = state.chats.get(event.chat);
  switch (event.type) {
    case "message":
      if (chat) put(chat, event.message);
      return Boolean(chat);
    case "deleted":
      if (!chat) break;
      chat.messages = chat.messages.filter((message) => message.id !== event.id);
      emit("chat", { chat });
      break;
    case "chat":
      if (!chat) return false;
      for (const key of ["commands", "reply_keyboard", "typing", "draft"]) if (key in event) chat[key] = event[key];
      emit("chat", { chat, keyboard: "reply_keyboard" in event });
      break;
    case "person": {
      const known = state.people.has(event.person.id);
      state.people.set(event.person.id, event.person);
      emit("person", { person: event.person });
      return known; // a new person's chat comes with the state
    }
    case "person_removed": return false;
    case "clock":
      Object.assign(state, { now: event.now, nextDue: event.next_due ?? null, running: Boolean(event.running) });
      emit("clock");
      break;
    case "toast": case "checkout": emit(event.type, event);
  }
  return true;
}

function put(chat, message) {
  const at = chat.messages.findIndex((other) => other.id === message.id);
  if (at >= 0) chat.messages[at] = message;
  else {
    chat.messages.push(message);
    chat.messages.sort((a, b) => a.id - b.id);
    chat.messages.splice(0, chat.messages.length - KEPT);
  }
  emit("chat", { chat, message, isNew: at < 0 });
}

export const personOf = (chat) => state.people.get(chat?.person) ?? null;
export const activePerson = () => personOf(state.chats.get(state.active));

export function activate(chatId) {
  if (state.active === chatId || !state.chats.has(chatId)) return;
  state.active = chatId;
  localStorage.setItem("active", chatId);
  emit("active");
}

/// The zone of a person's chat: chosen in this page, else the server's word, else the sandbox's own.
export function zoneOf(person) {
  const chosen = person && localStorage.getItem(`zone.${person.id}`);
  return [chosen, person?.zone, state.zone].find(zoneExists) ?? "UTC";
}

export function chooseZone(person, zone) {
  localStorage.setItem(`zone.${person.id}`, zone);
  emit("person", { person, zone });
}
