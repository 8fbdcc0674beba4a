import { type AmiClient, explicit } from 'amiable'
import fc from 'fast-check'
import { turns } from '../support/fake-pbx.ts'
import type { ManualFleet } from './manual-fleet.ts'

const names = ['east', 'west']
const server = fc.constantFrom(...names)

const never = new AbortController().signal

/** What may befall one server, or what its owner may do to it. */
const fates = ['cut', 'goodbye', 'write fails', 'replace', 'remove', 'drain'] as const

/** One thing that happens to a fleet. */
export const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      server: fc.option(server, { nil: undefined }),
      list: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      server,
      status: fc.constantFrom('Success', 'Error'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 500 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('fate' as const), server, fate: fc.constantFrom(...fates) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('abort' as const) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('turn' as const) }) },
)

/** One {@link step}. */
export type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

/** Plays steps against a fleet, and keeps account of what was sent. */
export class Schedule {
  /** Promises of actions that have not settled. */
  unsettled = 0
  /** Every client that the fleet has had. */
  readonly clients: Set<AmiClient> = new Set()
  readonly #fleet: ManualFleet
  /** Each for a few actions: Node warns of more listeners on one signal. */
  #aborts: AbortController[] = []
  #sent = 0

  constructor(fleet: ManualFleet) {
    this.#fleet = fleet
    this.#meetClients()
    for (const name of names) {
      const pbx = fleet.pbx(name)
      // What the script sent is answered when the script says so; what the clients send by themselves, at once.
      pbx.onRequest = (request, link) => {
        if (!request.actionId.startsWith('job-')) pbx.answer(request, link)
      }
    }
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'send':
        this.#send(step.server, step.list ? 'CoreShowChannels' : 'Ping')
        return
      case 'answer':
        this.#answer(step.server, step.status)
        return
      case 'pass':
        await this.#fleet.run(step.ms)
        return
      case 'turn':
        await turns(2)
        return
      case 'abort':
        for (const abort of this.#aborts) abort.abort()
        this.#aborts = []
        return
      case 'fate':
        this.#befall(step.server, step.fate)
    }
    this.#meetClients()
  }

  /** Closes the fleet, and waits until everything is over. */
  async end(): Promise<void> {
    const { cluster, run } = this.#fleet
    const closed = cluster.close()
    await run(10_000)
    await closed
    await turns()
  }

  #meetClients(): void {
    for (const client of this.#fleet.cluster.servers.values()) this.clients.add(client)
  }

  #send(name: string | undefined, action: string): void {
    this.#sent += 1
    this.unsettled += 1
    if (this.#sent % 8 === 0 || this.#aborts.length === 0) this.#aborts.push(new AbortController())
    const options = { actionId: `job-${this.#sent}`, signal: this.#aborts.at(-1)?.signal ?? never }
    const over = (): void => {
      this.unsettled -= 1
    }
    this.#fleet.cluster
      .send(action, {}, name === undefined ? options : { ...options, route: explicit(name) })
      .then(over, over)
  }

  /** Answers the oldest action that the server has, as a list and as a response, and then once more. */
  #answer(name: string, status: string): void {
    const { link } = this.#fleet.pbx(name)
    const at = link.received.findIndex(({ actionId }) => actionId.startsWith('job-'))
    const [request] = at === -1 ? [] : link.received.splice(at, 1)
    if (request === undefined) return
    for (let times = 0; times < 2; times += 1) {
      link.respond(request, status)
      link.event('Done', { ActionID: request.actionId, EventList: 'Complete', ListItems: 0 })
    }
  }

  #befall(name: string, fate: (typeof fates)[number]): void {
    const { cluster, pbx, optionsOf } = this.#fleet
    const isThere = cluster.servers.has(name)
    if (fate === 'cut') pbx(name).link.cut()
    else if (fate === 'goodbye') pbx(name).link.send('Response: Goodbye\r\n\r\n')
    else if (fate === 'write fails') pbx(name).link.failure = new Error('EPIPE')
    else if (!isThere) cluster.add(name, optionsOf(name))
    else if (fate === 'replace') cluster.replace(name, optionsOf(name))
    else if (fate === 'remove') void cluster.remove(name)
    else void cluster.drain(name).then(() => cluster.servers.has(name) && cluster.resume(name))
  }
}
