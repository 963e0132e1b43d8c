// The server's API and its event stream. The stream is opened by hand after an error, so that the wait can grow and
// the state can be loaded anew: what happened while the stream was away is not told again.
const BASE = "/sandbox/api";

async function call(path, options) {
  let response;
  try {
    response = await fetch(BASE + path, options);
  } catch {
    throw new Error("offline");
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok || answer?.ok === false) {
    throw new Error(typeof answer?.error === "string" && answer.error ? answer.error : `HTTP ${response.status}`);
  }
  return answer;
}

export const getState = () => call("/state", { cache: "no-store" });
export const getInvoice = (slug) => call(`/invoice/${encodeURIComponent(slug)}`);

/// Posts a JSON body; throws an Error whose message is for the person ("offline" when the server is gone).
export const post = (path, body) =>
  call(`/${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/// Sends a file's bytes; kind is "photo" or "document".
export function upload(person, kind, file, caption) {
  const query = new URLSearchParams({ person, kind, name: file.name || "file" });
  if (caption) query.set("caption", caption);
  return call(`/upload?${query}`, {
    method: "POST", headers: { "Content-Type": file.type || "application/octet-stream" }, body: file,
  });
}

/// Follows the event stream for ever. `load` fetches the state, `event` gets each event after it, `status` true or
/// false: whether the server can be reached. Returns a function that loads the state anew.
export function follow({ load, event, status }) {
  let wait = 500;
  let source = null;
  let timer = null;
  let waiting = null; // events that came before the state they belong to

  async function refresh(from) {
    waiting ??= [];
    await load();
    if (from !== source) return;
    const held = waiting;
    waiting = null;
    held.forEach(event);
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
    clearTimeout(timer);
    const current = new EventSource(`${BASE}/events`);
    source = current;
    waiting = [];
    current.onopen = () => refresh(current).then(() => {
      wait = 500;
      status(true);
    }, () => source === current && retry());
    current.onerror = () => source === current && retry();
    current.onmessage = ({ data }) => {
      let value;
      try { value = JSON.parse(data); } catch { return; }
      if (value?.type === "reset") refresh(current).catch(retry);
      else if (waiting) waiting.push(value);
      else event(value);
    };
  }
  open();
  window.addEventListener("online", () => source === null && open());
  return () => source && refresh(source).catch(retry);
}
