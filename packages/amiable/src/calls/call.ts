import type { ActionFields, AmiResponse } from '../protocol/index.ts'
import type { CallEvidence } from './evidence.ts'
import type { CallEnd, CallProgress, CallTimings, Follower } from './follower.ts'
import type { CallOutcome } from './outcome.ts'

/** Sends an action to the server that has the call. */
export type Ask = (action: string, fields: ActionFields) => Promise<AmiResponse>

/**
 * A call that was asked for, and everything that is known of it.
 *
 * None of its promises rejects, and each settles: what nobody can know is `unknown`, and says why. Iterating it gives
 * its steps from the beginning, to any number of readers.
 */
export class Call implements AsyncIterable<CallProgress> {
  /** The server that it was sent to; empty when the fleet had none for it. */
  readonly server: string
  /** `ChannelId` of the Originate: the Uniqueid of the dialed channel, and the Linkedid of all that come of it. */
  readonly id: string
  /** Whether there was a channel; true as soon as there is one. */
  readonly dialing: Promise<boolean>
  /** Whether it was answered; true as soon as it is. */
  readonly answered: Promise<boolean>
  /** What became of the attempt: known when it is answered, or is over. */
  readonly outcome: Promise<CallOutcome>
  /** Resolves when the last of its channels is gone, or nothing more of them will be heard. */
  readonly ended: Promise<CallEnd>
  readonly #follower: Follower
  readonly #ask: Ask

  /** @internal */
  constructor(server: string, follower: Follower, ask: Ask) {
    this.server = server
    this.id = follower.plan.channelId
    this.dialing = follower.dialing.promise
    this.answered = follower.answered.promise
    this.outcome = follower.outcome.promise
    this.ended = follower.ended.promise
    this.#follower = follower
    this.#ask = ask
  }

  /** What the wire told so far. */
  get evidence(): CallEvidence {
    return this.#follower.evidence
  }

  /** Uniqueids of its channels that are alive: both halves of a Local channel, and all that were dialed from there. */
  get channels(): readonly string[] {
    return [...this.#follower.legs]
  }

  /** How long its parts took so far. */
  get timings(): CallTimings {
    return this.#follower.timings
  }

  /**
   * Hangs it up, once there is a channel; resolves at once when it is over, or there never was one. Until it is
   * answered that makes it `cancelled`.
   *
   * The promise rejects with whatever `send` rejects with.
   *
   * @param cause Q.850. @default 16, normal clearing
   */
  async hangup(cause: number = 16): Promise<void> {
    const follower = this.#follower
    if (!(await this.dialing) || follower.isOver) return
    follower.cancelCause = cause
    try {
      await this.#ask('Hangup', { Channel: this.#channel(), Cause: cause })
    } catch (error) {
      follower.cancelCause = undefined
      if (!follower.isOver) throw error
    }
  }

  /** Sends its channel elsewhere in the dialplan. The promise rejects with whatever `send` rejects with. */
  async redirect(to: {
    readonly Context: string
    readonly Exten: string | number
    readonly Priority?: string | number
  }): Promise<void> {
    await this.#ask('Redirect', { Priority: 1, ...to, Channel: this.#channel() })
  }

  /** Sets a variable of its channel. The promise rejects with whatever `send` rejects with. */
  async setVariable(name: string, value: string): Promise<void> {
    await this.#ask('Setvar', { Channel: this.#channel(), Variable: name, Value: value })
  }

  /** Plays digits to its channel, in order. The promise rejects with whatever `send` rejects with. */
  async sendDtmf(digits: string): Promise<void> {
    for (const digit of digits) await this.#ask('PlayDTMF', { Channel: this.#channel(), Digit: digit })
  }

  /** Its steps, those that are past first; ends with the call. */
  async *[Symbol.asyncIterator](): AsyncGenerator<CallProgress, void, undefined> {
    const follower = this.#follower
    for (let at = 0; ; at += 1) {
      while (at >= follower.steps.length) {
        if (follower.isOver) return
        await follower.news.promise
      }
      yield follower.steps[at] as CallProgress
    }
  }

  /** Of a Local channel that was optimised away the other channels remain. */
  #channel(): string {
    const { legs } = this.#follower
    if (legs.has(this.id)) return this.id
    const [other = this.id] = legs
    return other
  }
}
