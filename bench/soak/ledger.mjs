import { placeOf } from './frames.mjs'

const PROBLEMS_MAX = 20

/**
 * The events of the soak, counted by three parties: the servers say how many they wrote in each session, the client's
 * reader how many it read, and each consumer how many it was handed and how many it was told were dropped.
 *
 * Numbering what the reader read over all sessions of a server, event `sequence` of a session stands at `base of the
 * session + sequence`. A consumer that has been handed `delivered` events and told of `dropped` is at their sum; the
 * next event must stand right behind it. So a loss, a double, a swap or a wrong count shows at once, and in its place.
 */
export class Ledger {
  #servers
  #consumers = new Map()
  problems = []
  problemCount = 0
  /** Events written into sessions that were reset, which the client did not get. */
  lostInFlight = 0
  sessions = { fin: 0, rst: 0, open: 0 }
  sent = 0
  received = 0

  constructor(names) {
    this.#servers = new Map(
      names.map((name) => [name, { received: 0, spans: new Map(), lives: new Map(), floors: new Map() }]),
    )
  }

  problem(text) {
    this.problemCount += 1
    if (this.problems.length < PROBLEMS_MAX) this.problems.push(text)
  }

  /**
   * A consumer's side of the books.
   *
   * @param inPlace whether its drops are always the oldest, so that each count must fit the very hole it is told in. A
   * queue that sheds noise first tells of noise that came later, too: then the counts may only run ahead.
   */
  consumer(name, inPlace) {
    const places = new Map([...this.#servers.keys()].map((server) => [server, newPlace()]))
    this.#consumers.set(name, places)
    return {
      onEvent: (event) => this.#onEvent(name, places.get(event.server), event, inPlace),
      onGap: (gap) => {
        const place = places.get(gap.server)
        if (gap.reason === 'overflow') place.dropped += gap.count
        else place.reconnects += 1
      },
    }
  }

  /** The client's session is over, having read so many events in its life, of all sessions. */
  sessionEnded(name, session, received) {
    const server = this.#servers.get(name)
    const span = spanOf(server, session)
    span.base ??= server.received
    span.received = received - server.received
    server.received = received
    // An attempt at a connection that came to nothing.
    if (span.received === 0) server.spans.delete(session)
    else this.#settle(name, session)
  }

  /** The server's session is over. */
  lifeEnded({ server: name, life, sent, end }) {
    if (end === 'client') this.problem(`${name}: the client ended session ${life} of its own accord`)
    const server = this.#servers.get(name)
    server.lives.set(life, { sent, end })
    for (const [session, span] of server.spans) if (span.life === life) this.#settle(name, session)
  }

  /** An answer in a session of the server's: by then it had written so many events, and this came behind them. */
  answered(name, life, sent) {
    this.#servers.get(name).floors.set(life, sent)
  }

  /** How many of the events that were read a consumer has yet to be handed or told of. */
  outstanding(received) {
    let outstanding = 0
    for (const places of this.#consumers.values()) {
      for (const [name, { delivered, dropped }] of places) {
        outstanding += Math.abs((received.get(name) ?? 0) - delivered - dropped)
      }
    }
    return outstanding
  }

  /** Everything is over: what does not add up is a problem. `received` and `dropped` are the client's own counts. */
  close(received, dropped) {
    for (const [consumer, places] of this.#consumers) {
      for (const [name, place] of places) {
        const missing = received.get(name) - place.delivered - place.dropped
        if (missing === 0) continue
        this.problem(
          `${consumer}, ${name}: ${received.get(name)} events read, ${place.delivered} delivered and ${place.dropped} ` +
            `told as dropped: ${missing} unaccounted for`,
        )
      }
      const told = sum(places, 'dropped')
      if (told !== dropped.get(consumer)) {
        this.problem(`${consumer}: ${dropped.get(consumer)} events dropped, ${told} told in gaps`)
      }
    }
    for (const [name, server] of this.#servers) this.#closeServer(name, server)
  }

  /** `{ delivered, dropped, reconnects }` of each consumer. */
  totals() {
    const of = (places) => ({
      delivered: sum(places, 'delivered'),
      dropped: sum(places, 'dropped'),
      reconnects: sum(places, 'reconnects'),
    })
    return Object.fromEntries([...this.#consumers].map(([name, places]) => [name, of(places)]))
  }

  #onEvent(consumer, place, event, inPlace) {
    const { server: name, life, sequence } = placeOf(event)
    if (name !== event.server) this.problem(`${consumer}: an event of ${name} came as one of ${event.server}`)
    if (event.session !== place.session) this.#enter(consumer, event.server, place, event.session, life)
    if (life !== place.life) {
      this.problem(`${consumer}, ${name}: an event of the server's session ${life} in that of ${place.life}`)
    }
    const expected = place.delivered + place.dropped + 1
    const position = place.base + sequence
    if (inPlace ? position !== expected : position > expected || position <= place.last) {
      this.problem(`${consumer}, ${name}: event ${position} came where ${expected} was due`)
    }
    place.last = position
    place.delivered += 1
  }

  /** A consumer comes to the next session of a server: everything before it is over. */
  #enter(consumer, name, place, session, life) {
    const server = this.#servers.get(name)
    const span = spanOf(server, session)
    if (place.session !== undefined && session < place.session) {
      this.problem(`${consumer}, ${name}: an event of session ${session} after one of ${place.session}`)
    }
    // Unless it is over itself, everything read before it was of sessions that are.
    span.base ??= server.received
    span.life ??= life
    Object.assign(place, { session, life: span.life, base: span.base })
    this.#settle(name, session)
  }

  /** Compares one session's two ends, once both and the link between them are known. */
  #settle(name, session) {
    const server = this.#servers.get(name)
    const span = server.spans.get(session)
    const life = server.lives.get(span?.life)
    if (span?.received === undefined || life === undefined) return
    span.settled = true
    this.#compare(`${name}, session ${span.life}`, span, life, server.floors.get(span.life) ?? 0)
    server.lives.delete(span.life)
    server.floors.delete(span.life)
    this.#forget(name, server)
  }

  #compare(where, { received }, { sent, end }, floor) {
    this.sessions[end] = (this.sessions[end] ?? 0) + 1
    this.sent += sent
    this.received += received
    this.lostInFlight += sent - received
    if (end === 'rst' ? received > sent : received !== sent) {
      this.problem(`${where} (${end}): ${sent} events sent, ${received} read`)
    }
    if (received < floor)
      this.problem(`${where}: ${received} events read, but ${floor} before an answer that came`)
  }

  /** Lets go of sessions that are compared and that every consumer has left behind. */
  #forget(name, server) {
    const oldest = Math.min(...[...this.#consumers.values()].map((places) => places.get(name).session ?? 0))
    for (const [session, { settled }] of server.spans) {
      if (settled && session < oldest) server.spans.delete(session)
    }
  }

  #closeServer(name, server) {
    for (const [session, span] of server.spans) {
      if (span.settled || span.received === 0) continue
      this.problem(`${name}, session ${session}: ${span.received} events read that nobody sent`)
    }
    for (const [life, { sent, end }] of server.lives) {
      this.sessions[end] = (this.sessions[end] ?? 0) + 1
      this.sent += sent
      this.lostInFlight += sent
      if (end !== 'rst') this.problem(`${name}, session ${life} (${end}): ${sent} events sent, none read`)
    }
  }
}

function newPlace() {
  return { session: undefined, life: undefined, base: 0, last: 0, delivered: 0, dropped: 0, reconnects: 0 }
}

function spanOf(server, session) {
  const known = server.spans.get(session)
  if (known !== undefined) return known
  const span = { life: undefined, base: undefined, received: undefined, settled: false }
  server.spans.set(session, span)
  return span
}

function sum(places, key) {
  return [...places.values()].reduce((total, place) => total + place[key], 0)
}
