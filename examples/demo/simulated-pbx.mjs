import { startSimulator, startTraffic } from '@amiable/simulator'

/** A simulated Asterisk with calls coming in, which can be killed and brought back. */
export class SimulatedPbx {
  /** What was sent on each connection, in order: `session.eventsSent` goes on counting. */
  sessions = []
  #simulator
  #traffic

  static async start(seed) {
    const pbx = new SimulatedPbx()
    const onSession = (session) => pbx.sessions.push(session)
    pbx.#simulator = await startSimulator({ seed, onSession, ringMs: 300, talkMs: 1500 })
    pbx.#traffic = startTraffic(pbx.#simulator, { callsPerSecond: 15, concurrent: 40, seed })
    return pbx
  }

  get url() {
    return this.#simulator.url
  }

  get eventsSent() {
    return this.sessions.reduce((sum, session) => sum + session.eventsSent, 0)
  }

  /** As `kill -9` would: every connection is cut, new ones are refused. */
  async kill() {
    await this.#simulator.stop()
  }

  /** Listens again, on the same port. */
  async revive() {
    await this.#simulator.start()
  }

  /** Hangs up every call that came in; none comes in any more. */
  endCalls() {
    this.#traffic.stop()
  }

  async close() {
    await this.#simulator.close()
  }
}
