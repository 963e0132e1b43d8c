// What the page knows, kept equal to the server's state by its events. Views listen; nothing else is stored in them.
import { zoneExists } from "./time.js";

export const state = {
  ready: false, online: true, bot: { id: 0, name: "Bot", username: "" }, now: 0, nextDue: null, running: false,
  zone: "UTC", people: new Map(), chats: new Map(), active: null,
};

const KEPT = 400; // messages of one chat that stay in the page
const bus = new EventTarget();

/// Types: "state", "chat", "person", "people", "clock", "toast", "checkout", "active", "online"; detail is the event's.
export const on = (type, listener) => bus.addEventListener(type, ({ detail }) => listener(detail));
export const emit = (type, detail = {}) => bus.dispatchEvent(new CustomEvent(type, { detail }));

const list = (value) => (Array.isArray(value) ? value : []);

export function load(snapshot) {
  state.bot = snapshot.bot ?? state.bot;
  state.now = Number(snapshot.now) || 0;
  state.nextDue = snapshot.next_due ?? null;
  state.running = Boolean(snapshot.running);
  state.zone = zoneExists(snapshot.zone) ? snapshot.zone : "UTC";
  state.people = new Map(list(snapshot.people).map((person) => [person.id, person]));
  state.chats = new Map(list(snapshot.chats).map((chat) => [chat.id, { ...chat, messages: list(chat.messages) }]));
  if (!state.chats.has(state.active)) {
    const last = Number(localStorage.getItem("active"));
    state.active = state.chats.has(last) ? last : state.chats.keys().next().value ?? null;
  }
  state.ready = true;
  emit("state");
}

/// Brings one event of the stream into the state. Returns false when it names something unknown: the state is stale.
export function apply(event) {
  const chat = state.chats.get(event.chat);
  switch (event.type) {
    case "message": return Boolean(chat) && putMessage(chat, event.message);
    case "deleted":
      if (!chat) return true;
      chat.messages = chat.messages.filter((message) => message.id !== event.id);
      emit("chat", { chat });
      return true;
    case "chat": {
      if (!chat) return false;
      for (const key of ["commands", "reply_keyboard", "typing", "draft", "title"]) {
        if (key in event) chat[key] = event[key];
      }
      emit("chat", { chat, keys: Object.keys(event) });
      return true;
    }
    case "person": {
      const known = state.people.has(event.person.id);
      state.people.set(event.person.id, event.person);
      emit("person", { person: event.person });
      return known; // a new person brings a chat that only the state tells of
    }
    case "person_removed": return false;
    case "clock":
      Object.assign(state, { now: event.now, nextDue: event.next_due ?? null, running: Boolean(event.running) });
      emit("clock");
      return true;
    case "toast": case "checkout":
      emit(event.type, event);
      return true;
    default: return true; // a newer server may tell more than this page shows
  }
}

function putMessage(chat, message) {
  if (!message || message.deleted) return true;
  const at = chat.messages.findIndex((other) => other.id === message.id);
  if (at >= 0) chat.messages[at] = message;
  else {
    chat.messages.push(message);
    chat.messages.sort((a, b) => a.id - b.id);
    if (chat.messages.length > KEPT) chat.messages.splice(0, chat.messages.length - KEPT);
  }
  emit("chat", { chat, message, isNew: at < 0 });
  return true;
}

export const personOf = (chat) => state.people.get(chat?.person) ?? null;
export const activePerson = () => personOf(state.chats.get(state.active));

export function activate(chatId) {
  if (state.active === chatId || !state.chats.has(chatId)) return;
  state.active = chatId;
  localStorage.setItem("active", chatId);
  emit("active", { chat: chatId });
}

/// The zone that a person's chat is shown in: chosen in this page, else the server's word, else the sandbox's own.
export function zoneOf(person) {
  const chosen = person && localStorage.getItem(`zone.${person.id}`);
  return [chosen, person?.zone, state.zone].find(zoneExists) ?? "UTC";
}

export function chooseZone(person, zone) {
  localStorage.setItem(`zone.${person.id}`, zone);
  emit("person", { person, zone: true });
}
