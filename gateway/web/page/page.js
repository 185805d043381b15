import { io } from "./lib/socket.io.esm.min.js";

const byId = (id) => document.getElementById(id);
const [list, scroll, text, stop, older] = ["messages", "scroll", "text", "stop", "older"].map(byId);

/** Message id to what shows it: {item, body: a text node, note, attempt, running}. */
const shown = new Map();
let session = new URLSearchParams(location.search).get("session");
let next;
let joins = 0;
/** Where guests are not admitted and nobody set a cookie, people bring a token; it is forgotten with the tab. */
let token = sessionStorage.getItem("token");

// Else the page's cookie says who we are, so that a reload is the same person.
// A proxy may serve it under a path of its own.
const path = new URL("socket.io/", location.href).pathname;
const auth = (show) => show(token ? { token } : {});
const socket = io({ path, auth, transports: ["websocket", "polling"], tryAllTransports: true });

function show(id, role, before = null) {
  let message = shown.get(id);
  if (!message) {
    const item = document.createElement("li");
    item.className = role;
    const paragraph = document.createElement("p");
    paragraph.className = "text";
    const body = document.createTextNode("");
    paragraph.append(body);
    const note = document.createElement("p");
    note.className = "note";
    note.hidden = true;
    item.append(paragraph, note);
    message = { item, body, note, running: false };
    shown.set(id, message);
    keepingPlace(() => list.insertBefore(item, before));
  }
  return message;
}

function set(message, content, note = "", bad = false) {
  keepingPlace(() => {
    message.body.data = content;
    message.note.textContent = note;
    message.note.hidden = !note;
    message.note.classList.toggle("bad", bad);
  });
}

/** Stays at the end while the reader is there, and leaves alone who has scrolled up. */
function keepingPlace(change) {
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
  change();
  if (atEnd) scroll.scrollTop = scroll.scrollHeight;
}

function running(message, isRunning) {
  message.running = isRunning;
  message.item.classList.toggle("running", isRunning);
  // A screen reader is told of the whole answer, not of every token.
  message.item.setAttribute("aria-busy", String(isRunning));
  stop.hidden = ![...shown.values()].some((one) => one.running);
}

function render(message, before) {
  const view = show(message.message_id, message.role, before);
  const over = ["complete", "cancelled", "failed", "rejected"].includes(message.status);
  if (message.role === "user" || over) {
    const failed = message.error && message.error.message;
    set(view, message.content, failed || (message.status === "cancelled" ? "Stopped." : ""), !!failed);
    running(view, false);
  } else {
    if (message.status === "queued") set(view, "", "Waiting for its turn.");
    running(view, true);
  }
}

function open(id) {
  session = id;
  const url = new URL(location.href);
  if (id) url.searchParams.set("session", id);
  else url.searchParams.delete("session");
  history.replaceState(null, "", url);
}

function clear() {
  shown.clear();
  list.replaceChildren();
  stop.hidden = older.hidden = true;
}

/** Whether the last join waits for its answer. */
let unanswered = false;

function join() {
  const mine = ++joins;
  unanswered = true;
  socket.emit("join_session", { session_id: session }, (answer) => {
    if (mine !== joins) return;
    unanswered = false;
    if (answer.status !== "ok") {
      hint(answer.message);
      if (answer.code === "session_not_found" && shown.size === 0) open(null);
      return;
    }
    for (const message of answer.messages) render(message);
    page(answer.next);
    scroll.scrollTop = scroll.scrollHeight;
  });
}

function page(cursor) {
  next = cursor;
  older.hidden = !cursor;
}

older.addEventListener("click", async () => {
  const url = `api/sessions/${encodeURIComponent(session)}/messages?before=${encodeURIComponent(next)}`;
  const response = await call(url);
  const answer = await response.json();
  if (!response.ok) return hint(answer.detail);
  const height = scroll.scrollHeight;
  const first = list.firstChild;
  for (const message of answer.messages) render(message, first);
  scroll.scrollTop += scroll.scrollHeight - height;
  page(answer.next);
});

function call(url) {
  return fetch(url, token ? { headers: { Authorization: `Bearer ${token}` } } : {});
}

function asksForToken(asks) {
  byId("entry").hidden = !asks;
  byId("composer").hidden = asks;
  (asks ? byId("token") : text).focus();
}

byId("entry").addEventListener("submit", (event) => {
  event.preventDefault();
  token = byId("token").value.trim();
  sessionStorage.setItem("token", token);
  asksForToken(false);
  hint();
  socket.connect();
  showModel();
});

function hint(message) {
  byId("hint").textContent = message ?? "";
  byId("hint").hidden = !message;
}

function connection(isOn, label) {
  byId("connection").classList.toggle("on", isOn);
  byId("connection").setAttribute("aria-label", label);
  byId("connection").title = label;
}

socket.on("connect", () => {
  connection(true, "connected");
  // A recovered socket misses no event, but an answer to a request may have been lost with the connection.
  if (session && (!socket.recovered || unanswered)) join();
});
socket.on("disconnect", () => connection(false, "reconnecting"));
socket.on("connect_error", (error) => {
  connection(false, "not connected");
  if (!error.data) return;
  hint(error.message);
  if (error.data.code.startsWith("token_")) {
    hint(token ? error.message : "This page needs a token: ask whoever runs it.");
    asksForToken(true);
  }
});

const ofThisSession = (handle) => (event) => event.session_id === session && handle(event);

socket.on("user_message", ofThisSession((event) => {
  const view = show(event.message_id, "user");
  view.item.classList.remove("pending");
  set(view, event.content);
}));
socket.on("chat_queued", ofThisSession((event) => {
  const view = show(event.message_id, "assistant");
  set(view, "", "Waiting for its turn.");
  running(view, true);
}));
socket.on("chat_started", ofThisSession((event) => {
  const view = show(event.message_id, "assistant");
  view.attempt = event.attempt;
  set(view, "", event.attempt > 1 ? "Began again: the first worker was lost." : "");
  running(view, true);
}));
socket.on("chat_chunk", ofThisSession((event) => {
  const view = show(event.message_id, "assistant");
  keepingPlace(() => view.body.appendData(event.chunk));
}));
socket.on("chat_complete", ofThisSession((event) => {
  const view = show(event.message_id, "assistant");
  set(view, event.full_response, event.finish_reason === "length" ? "Cut off: the model's limit was reached." : "");
  running(view, false);
}));
socket.on("chat_cancelled", ofThisSession((event) => {
  const view = show(event.message_id, "assistant");
  set(view, event.partial_response, "Stopped.");
  running(view, false);
}));
socket.on("error", (event) => {
  if (event.code === "token_expired") asksForToken(true);
  if (!event.message_id) return hint(event.message);
  if (event.session_id !== session) return;
  const view = show(event.message_id, "assistant");
  set(view, event.partial_response ?? view.body.data, event.message, true);
  running(view, false);
});

/** Like crypto.randomUUID, which browsers offer on secure pages only. */
function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function send(message, messageId) {
  const view = show(messageId, "user");
  view.item.classList.add("pending");
  set(view, message);
  scroll.scrollTop = scroll.scrollHeight;
  // The same id again changes nothing, so it is safe to send again what may or may not have arrived.
  const request = { session_id: session, message_id: messageId, message };
  socket.timeout(20000).emit("chat_message", request, (late, answer) => {
    if (late) {
      if (view.item.classList.contains("pending")) send(message, messageId);
    } else if (answer.status === "accepted") {
      view.item.classList.remove("pending");
    } else {
      set(view, message, answer.message, true);
      view.item.classList.remove("pending");
    }
  });
}

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const message = text.value;
  if (!message.trim()) return;
  hint();
  if (!session) open(randomId());
  send(message, randomId());
  text.value = "";
  text.focus();
});
text.addEventListener("keydown", (event) => {
  const writesLine = event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches;
  if (event.key === "Enter" && !writesLine) {
    event.preventDefault();
    byId("composer").requestSubmit();
  }
});
stop.addEventListener("click", () => socket.emit("cancel_message", { session_id: session }, (answer) => {
  if (answer.status !== "accepted") hint(answer.message);
}));
byId("new").addEventListener("click", () => {
  joins++;
  unanswered = false;
  if (session) socket.emit("leave_session", { session_id: session });
  open(null);
  clear();
  hint();
  text.focus();
});

async function showModel() {
  const response = await call("api/models");
  if (!response.ok) return;
  const model = (await response.json()).models.find((one) => one.default);
  byId("model").textContent = model.simulated ? "simulated" : `${model.provider} · ${model.model}`;
  if (model.simulated) hint("No model is configured: answers are simulated. Set OPENAI_API_KEY, ANTHROPIC_API_KEY, HF_TOKEN or OLLAMA_HOST.");
}
showModel();
