// The server's API and its event stream. The stream is reopened by hand, so that the wait can grow and the state be
// loaded anew: what happened while it was away is not told again.
const BASE = "/sandbox/api";

async function call(path, options) {
  let response;
  try {
    response = await fetch(BASE + path, options);
  } catch {
    throw new Error("offline");
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok || answer?.ok === false) throw new Error(answer?.error || `HTTP ${response.status}`);
  return answer;
}

export const getState = () => call("/state", { cache: "no-store" });
export const getInvoice = (slug) => call(`/invoice/${encodeURIComponent(slug)}`);

/// Throws an Error whose message is for the person, or "offline" when the server is gone.
export const post = (path, body) =>
  call(`/${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/// Sends a file's bytes; kind is "photo" or "document".
export function upload(person, kind, file, caption) {
  const query = new URLSearchParams({ person, kind, name: file.name || "file", ...(caption ? { caption } : {}) });
  const type = file.type || "application/octet-stream";
  return call(`/upload?${query}`, { method: "POST", headers: { "Content-Type": type }, body: file });
}

/// Follows the events for ever: `loaded` gets the state, `event` each event after it, `status` whether the server is
/// there. Returns a function that loads the state anew.
export function follow({ loaded, event, status }) {
  let wait = 500;
  let source = null;
  let timer = null;
  let held = null; // events that came before the state they belong to

  async function refresh(from) {
    held ??= [];
    let snapshot;
    try {
      snapshot = await getState();
    } catch {
      if (from === source) retry();
      return;
    }
    if (from !== source) return;
    wait = 500;
    status(true);
    loaded(snapshot);
    const late = held ?? [];
    held = null;
    late.forEach(event);
  }
  function retry() {
    source?.close();
    source = null;
    status(false);
    clearTimeout(timer);
    timer = setTimeout(open, wait * (0.8 + Math.random() * 0.4));
    wait = Math.min(wait * 1.8, 8000);
  }
  function open() {
    const current = new EventSource(`${BASE}/events`);
    source = current;
    held = [];
    current.onopen = () => refresh(current);
    current.onerror = () => source === current && retry();
    current.onmessage = ({ data }) => {
      const value = JSON.parse(data);
      if (value.type === "reset") refresh(current);
      else if (held) held.push(value);
      else event(value);
    };
  }
  open();
  return () => source && refresh(source);
}
