import { SimulatorOptionError } from './options.ts'
import type { Pbx } from './pbx.ts'
import { memberEvent, type Queue, type QueueMember } from './queue.ts'
import { QueueCall } from './queue-call.ts'
import { Random } from './random.ts'
import type { Simulator } from './simulator.ts'

/** How busy the exchange is. Ranges are lowest and highest, both possible. */
export interface TrafficOptions {
  callsPerSecond: number
  /** @default 1 */
  seed?: number
  /** Calls that may be live at once; further ones do not come in. @default Infinity */
  concurrent?: number
  /** Queues the calls come in to; unknown ones are left out. @default ['sales', 'support'] */
  queues?: readonly string[]
  /** Agents who may log in to each queue, as calls need them. @default 200 */
  agents?: number
  /** @default [200, 1500] */
  ringMs?: readonly [number, number]
  /** @default [1000, 5000] */
  talkMs?: readonly [number, number]
  /** Share of callers who hang up before an agent is rung. @default 0.1 */
  abandon?: number
}

/** Running traffic. */
export interface Traffic {
  /** No more calls come in; the live ones are hung up at once. */
  stop(): void
  /** Calls that came in. */
  readonly calls: number
  /** Calls that are live. */
  readonly live: number
  /** Events the calls sent. */
  readonly events: number
}

/** Calls come in in bursts this far apart, so that a high rate does not need a timer each. */
const BEAT_MS = 10

/**
 * Lets calls come in to the simulator's queues, with the events Asterisk sends for them, until stopped.
 *
 * CoreShowChannels, QueueStatus and `core show channels` agree with the events at every moment. Ends with the
 * simulator. Throws `SimulatorOptionError` for a rate that is not above zero.
 */
export function startTraffic(simulator: Simulator, options: TrafficOptions): Traffic {
  if (!(options.callsPerSecond > 0)) {
    throw new SimulatorOptionError(`callsPerSecond must be above zero, not ${options.callsPerSecond}`)
  }
  const generator = new TrafficGenerator(simulator.pbx, options)
  const beat = simulator.timers.every(BEAT_MS, () => generator.beat())
  return {
    stop: () => {
      beat.stop()
      generator.hangupAll()
    },
    get calls() {
      return generator.calls
    },
    get live() {
      return generator.live
    },
    get events() {
      return generator.events
    },
  }
}

const FIRST_NAMES = ['Ada', 'Bořek', 'Célia', 'Dmitri', 'Żaneta', 'Li', 'Noor', "O'Brien"] as const

class TrafficGenerator {
  calls = 0
  #endedEvents = 0
  readonly #pbx: Pbx
  readonly #options: TrafficOptions
  readonly #random: Random
  readonly #queues: readonly Queue[]
  readonly #live = new Set<QueueCall>()
  readonly #startedAt: number
  #due = 0
  #agents = 0

  constructor(pbx: Pbx, options: TrafficOptions) {
    this.#pbx = pbx
    this.#options = options
    this.#random = new Random(options.seed ?? 1)
    this.#queues = (options.queues ?? ['sales', 'support']).flatMap((name) => pbx.findQueue(name) ?? [])
    this.#startedAt = performance.now()
  }

  get live(): number {
    return this.#live.size
  }

  get events(): number {
    let events = this.#endedEvents
    for (const call of this.#live) events += call.events
    return events
  }

  /** Lets in what is due by now. */
  beat(): void {
    const elapsedMs = performance.now() - this.#startedAt
    const due = Math.floor((elapsedMs * this.#options.callsPerSecond) / 1000)
    for (; this.#due < due; this.#due += 1) this.#arrive()
  }

  hangupAll(): void {
    for (const call of [...this.#live]) call.hangup()
  }

  #arrive(): void {
    if (this.#live.size >= (this.#options.concurrent ?? Number.POSITIVE_INFINITY)) return
    const [first, ...rest] = this.#queues
    if (first === undefined) return
    this.calls += 1
    const queue = this.#random.pick([first, ...rest])
    const leaves = this.#random.next() < (this.#options.abandon ?? 0.1)
    const call: QueueCall = new QueueCall(this.#pbx, {
      queue,
      number: `48${this.#random.between(500_000_000, 799_999_999)}`,
      name: `${this.#random.pick(FIRST_NAMES)} ${this.calls}`,
      patienceMs: leaves ? this.#random.between(100, 1000) : 30_000,
      ringMs: this.#random.between(...(this.#options.ringMs ?? [200, 1500])),
      talkMs: this.#random.between(...(this.#options.talkMs ?? [1000, 5000])),
      agent: () => (leaves ? undefined : this.#agent(queue)),
      onEnd: () => {
        this.#live.delete(call)
        this.#endedEvents += call.events
      },
    })
    this.#live.add(call)
    call.start()
  }

  #agent(queue: Queue): QueueMember | undefined {
    const idle = queue.members.find((member) => member.status === 1 && !member.paused)
    if (idle !== undefined) return idle
    const agents = queue.members.filter((member) => member.membership === 'dynamic').length
    if (agents >= (this.#options.agents ?? 200)) return undefined
    const number = 1000 + this.#agents
    this.#agents += 1
    const member = queue.addMember(
      `Agent ${number}`,
      `Local/${number}@agents/n`,
      this.#pbx.seconds,
      'dynamic',
    )
    this.#pbx.emit('QueueMemberAdded', memberEvent(queue.name, member))
    return member
  }
}
