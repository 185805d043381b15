// Stock socket.io clients, as many as StockClients.java asks for. Commands come as JSON lines on stdin; what each client
// sees goes to stdout in the order it saw it, one JSON array a line. The end of stdin ends the process.
import { Agent } from "node:http";
import { createInterface } from "node:readline";
import { io } from "socket.io-client";

/** How long a request that is made until it is answered waits for one answer, and between two tries. */
const ANSWER_MS = 5_000;
const AGAIN_MS = 100;

/** A server that is there but cannot serve yet refuses so; any other refusal is for good. */
const NOT_YET = new Set(["log_unavailable", "history_unavailable"]);

const clients = new Map();

// A pipe is written synchronously: whoever does not read holds the clients up, and nothing piles up here.
let lines = [];
function tell(...line) {
  if (lines.push(JSON.stringify(line)) === 1) {
    setImmediate(() => {
      const ready = lines.join("\n");
      lines = [];
      process.stdout.write(ready + "\n");
    });
  }
}

class Client {
  /** The sessions it follows as far as it knows: {joined: whether the server said so on this connection, busy}. */
  sessions = new Map();
  closed = false;

  constructor(id, { urls, token, transports }) {
    this.id = id;
    this.urls = urls;
    this.at = 0;
    // As without an agent, one connection per request; only that they can be cut here.
    this.agent = new Agent({ keepAlive: false });
    const socket = io(urls[0], {
      agent: this.agent,
      forceNew: true,
      transports,
      auth: token === undefined ? undefined : { token },
      timeout: 10_000,
      reconnectionDelay: 50,
      reconnectionDelayMax: 200,
      randomizationFactor: 0,
    });
    this.socket = socket;
    socket.on("connect", () => {
      tell("connect", id, {}, socket.recovered === true);
      if (!socket.recovered) {
        this.rejoin();
      }
    });
    socket.on("disconnect", (reason) => tell("disconnect", id, { reason }));
    socket.on("connect_error", (error) => {
      const code = error.data?.code ?? null;
      // Refused by the server, the stock client leaves it to the app to try again.
      const again = socket.active || NOT_YET.has(code);
      tell("connect_error", id, { message: error.message, code, again });
      if (again && !socket.active) {
        setTimeout(() => this.closed || socket.connect(), AGAIN_MS);
      }
    });
    socket.onAny((event, ...args) => {
      tell("event", id, event, args);
      if (event === "session_joined") {
        this.session(args[0].session_id).joined = true;
      }
    });
    // The first try goes where it was, each later one to the next address.
    socket.io.on("reconnect_attempt", (attempt) => attempt > 1 && this.turnTo(this.at + 1));
  }

  session(sessionId) {
    if (!this.sessions.has(sessionId)) {
      this.sessions.set(sessionId, { joined: false, busy: false });
    }
    return this.sessions.get(sessionId);
  }

  turnTo(index) {
    this.at = index % this.urls.length;
    this.socket.io.uri = this.urls[this.at];
  }

  rejoin() {
    for (const [sessionId, session] of this.sessions) {
      session.joined = false;
      if (!session.busy) {
        this.join(sessionId, () => {});
      }
    }
  }

  join(sessionId, done) {
    const session = this.session(sessionId);
    session.busy = true;
    const wanted = () => this.sessions.get(sessionId) === session;
    this.insist("join_session", { session_id: sessionId }, wanted, (answer) => {
      session.busy = false;
      if (answer?.status !== "ok" && !session.joined && wanted()) {
        this.sessions.delete(sessionId);
      }
      done(answer);
    });
  }

  leave(sessionId, done) {
    this.sessions.delete(sessionId);
    const wanted = () => !this.sessions.has(sessionId);
    this.insist("leave_session", { session_id: sessionId }, wanted, done);
  }

  /** Asks until there is an answer that is no invitation to ask again, or nobody wants it any more. */
  insist(event, payload, wanted, done) {
    this.ask(event, payload, ANSWER_MS, (answer) => {
      if (answer !== null && answer.retryable !== true) {
        done(answer);
      } else if (this.closed || !wanted()) {
        done(null);
      } else {
        setTimeout(() => this.insist(event, payload, wanted, done), AGAIN_MS);
      }
    });
  }

  /** Asks once; null when no answer came. */
  ask(event, payload, within, done) {
    this.socket.timeout(within).emit(event, payload, (error, answer) => {
      if (!error) {
        tell("ack", this.id, answer);
      }
      done(error ? null : answer);
    });
  }

  /** Loses the connection as a network does: nothing is said to the server. */
  drop() {
    const engine = this.socket.io.engine;
    const cut = () => {
      if (engine === this.socket.io.engine && engine.readyState !== "closed") {
        engine.transport.ws?.terminate();
        this.agent.destroy();
        setTimeout(cut, 1); // a request that was just answered does not feel it
      }
    };
    cut();
  }

  close() {
    this.closed = true;
    this.socket.disconnect();
  }
}

function obey({ op, client: id, call, ...rest }) {
  if (op === "open") {
    clients.set(id, new Client(id, rest));
    return;
  }
  const client = clients.get(id);
  const done = (answer) => tell("answer", id, call, answer);
  switch (op) {
    case "ask":
      return client.ask(rest.event, rest.payload, rest.within, done);
    case "join":
      return client.join(rest.session, done);
    case "leave":
      return client.leave(rest.session, done);
    case "drop":
      return client.drop();
    case "move":
      client.turnTo(rest.to);
      return client.drop();
    case "close":
      client.close();
      clients.delete(id);
      return done(null);
    default:
      throw new Error(`op: ${op} (expected: open, ask, join, leave, drop, move or close)`);
  }
}

const commands = createInterface({ input: process.stdin });
commands.on("line", (line) => obey(JSON.parse(line)));
commands.on("close", () => process.exit(0));
