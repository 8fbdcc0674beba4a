import { type Channel, causeText, type HeaderPairs } from './channel.ts'
import type { Pbx } from './pbx.ts'

/** The steps of a call: events are sent between the yields, each of which is a wait in milliseconds. */
export type CallSteps = Generator<number, void, void>

/** A call: its live channels, and the steps still to come. */
export class Call {
  readonly channels: Channel[] = []
  readonly pbx: Pbx
  #steps: CallSteps | undefined
  #ended = false
  readonly #onEnd: (() => void)[] = []

  constructor(pbx: Pbx) {
    this.pbx = pbx
  }

  /** True once nothing more comes of it. */
  get ended(): boolean {
    return this.#ended
  }

  /** Adds a live channel and announces it. */
  add(channel: Channel): Channel {
    this.channels.push(channel)
    this.pbx.calls.set(channel.name, this)
    this.pbx.emit('Newchannel', channel.snapshot())
    return channel
  }

  /** Plays the steps from now on, waiting where they wait; `Infinity` waits for a hangup. */
  play(steps: CallSteps): void {
    this.#steps = steps
    this.#advance()
  }

  /** Calls `run` when the call is over. */
  onEnd(run: () => void): void {
    this.#onEnd.push(run)
  }

  /** Hangs up every channel with the cause, the last added first. Steps still to come are dropped. */
  hangup(cause: number, techCause?: string): void {
    if (this.#ended) return
    this.#steps = undefined
    for (const channel of [...this.channels].reverse()) this.hangupChannel(channel, cause, techCause)
    this.finish()
  }

  /** Hangs up one channel of the call. */
  hangupChannel(channel: Channel, cause: number, techCause?: string): void {
    const at = this.channels.indexOf(channel)
    if (at === -1) return
    this.channels.splice(at, 1)
    this.pbx.channels.delete(channel.name)
    this.pbx.calls.delete(channel.name)
    const tech: HeaderPairs = techCause === undefined ? [] : [['TechCause', techCause]]
    this.pbx.emit('HangupRequest', [...channel.snapshot(), ['Cause', cause], ...tech])
    this.pbx.emit('SoftHangupRequest', [...channel.snapshot(), ['Cause', 16], ...tech])
    this.pbx.emit('Hangup', [
      ...channel.snapshot(),
      ['Cause', cause],
      ['Cause-txt', causeText(cause)],
      ...tech,
    ])
    this.pbx.deviceState(channel.device, 'NOT_INUSE')
  }

  /** Marks the call as over. */
  finish(): void {
    if (this.#ended) return
    this.#ended = true
    for (const run of this.#onEnd) run()
  }

  #advance(): void {
    let waitMs = 0
    while (waitMs <= 0 && !this.#ended) {
      const step = this.#steps?.next()
      if (step === undefined || step.done === true) {
        this.finish()
        return
      }
      waitMs = step.value
    }
    if (Number.isFinite(waitMs) && !this.#ended) this.pbx.timers.after(waitMs, () => this.#advance())
  }
}
