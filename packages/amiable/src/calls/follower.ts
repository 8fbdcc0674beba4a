import { type AmiError, AmiRejectedError } from '../errors.ts'
import type { AmiEvent, AmiResponse } from '../protocol/index.ts'
import type { Clock, TimerHandle } from '../util/clock.ts'
import { type Deferred, deferred } from '../util/deferred.ts'
import {
  type CallEvidence,
  type CallHangup,
  type CallPlan,
  gather,
  isEnding,
  isHungUp,
  judge,
  tellingHangup,
} from './evidence.ts'
import type { CallOutcome, UnknownReason } from './outcome.ts'

/** One step of a call. */
export interface CallProgress {
  /** What it is from now on. */
  readonly state: 'dialing' | 'ringing' | 'answered' | 'ended'
  /** Milliseconds since it was sent. */
  readonly atMs: number
}

/** The end of a call. */
export interface CallEnd {
  /** What had become of the attempt. */
  readonly outcome: CallOutcome
  /** As far as the wire told; undefined when the end was not heard, or there was no channel. */
  readonly hangup: CallHangup | undefined
  /** Why the end was not heard, where it was not. */
  readonly lost: UnknownReason | undefined
  /** How long its parts took. */
  readonly timings: CallTimings
}

/** How long the parts of a call took so far, in milliseconds; undefined for a part that it has not had. */
export interface CallTimings {
  /** From sending to ringing, or to the answer or the end of a call that did not ring. */
  readonly setupMs: number | undefined
  /** From ringing to the answer or the end. */
  readonly ringMs: number | undefined
  /** From the answer to the end. */
  readonly talkMs: number | undefined
}

/** A channel, as the server lists it. */
export interface LiveChannel {
  readonly uniqueid: string
  readonly isUp: boolean
}

/** What a follower needs of the registry it stands in. */
export interface FollowerHost {
  readonly clock: Clock
  /** Whether the link is up. */
  readonly isReady: boolean
  /** Whether this session has told of any call. */
  readonly hears: boolean
  onLeg(uniqueid: string, follower: Follower): void
  onLegGone(uniqueid: string): void
  onOver(follower: Follower): void
  evict(follower: Follower): void
}

/** How long to wait for what. */
export interface CallPatience {
  /** For the evidence that names the cause. */
  readonly evidenceMs: number
  /** For the server to give up ringing. */
  readonly ringMs: number
  /** For a session on which to look for the call, when that time is over and the link is down. */
  readonly lookMs: number
}

/** What Asterisk may take longer than the time to ring that it was given. */
const SLACK_MS = 10_000
const TALK_MAX_MS = 14_400_000
const LEGS_MAX = 64

/** Turns what is heard of one call into its outcome and its end. Settles each once; never waits without a bound. */
export class Follower {
  readonly plan: CallPlan
  readonly dialing: Deferred<boolean> = deferred()
  readonly answered: Deferred<boolean> = deferred()
  readonly outcome: Deferred<CallOutcome> = deferred()
  readonly ended: Deferred<CallEnd> = deferred()
  readonly steps: CallProgress[] = []
  /** Uniqueids of the channels that are alive. */
  readonly legs: Set<string> = new Set()
  evidence: CallEvidence = {}
  settled: CallOutcome | undefined
  isOver = false
  /** With which cause we asked for its end. */
  cancelCause: number | undefined
  /** Resolves at the next step, and is another then. */
  news: Deferred<void> = deferred()
  readonly #host: FollowerHost
  readonly #patience: CallPatience
  readonly #sentAt: number
  readonly #deadline: number
  #error: AmiError | undefined
  #timer: TimerHandle | undefined
  #isEnding = false
  #wasFound = false
  #isDue = false
  #silence: UnknownReason = 'silent'

  constructor(plan: CallPlan, patience: CallPatience, host: FollowerHost) {
    this.plan = plan
    this.#host = host
    this.#patience = patience
    this.#sentAt = host.clock.now()
    this.#deadline = this.#sentAt + patience.ringMs + SLACK_MS
    this.#awaitDeadline()
  }

  get timings(): CallTimings {
    const [ringing, answered, ended] = (['ringing', 'answered', 'ended'] as const).map(
      (state) => this.steps.find((step) => step.state === state)?.atMs,
    )
    const over = answered ?? ended
    const since = (to: number | undefined, from: number | undefined): number | undefined =>
      to === undefined || from === undefined ? undefined : Math.max(0, to - from)
    return { setupMs: ringing ?? over, ringMs: since(over, ringing), talkMs: since(ended, answered) }
  }

  onResponse(response: AmiResponse): void {
    this.evidence = { ...this.evidence, response }
    if (this.settled !== undefined || this.#isEnding || this.#host.hears) return
    // Whoever may hear of calls hears of a channel, or of there being none, at once.
    this.#arm(2 * this.#patience.evidenceMs, () => {
      if (this.#host.isReady && !this.#host.hears) this.giveUp('no-events')
      else this.#awaitDeadline()
    })
  }

  onError(error: AmiError): void {
    const { evidence } = this
    this.#error = error
    if (this.settled !== undefined) return
    if (error.delivery === 'unsent') this.#settle({ kind: 'not-sent', error, evidence })
    else if (error instanceof AmiRejectedError) this.#settle({ kind: 'refused', error, evidence })
    // Of any other it is not known whether the server has the call: events may tell.
  }

  take(event: AmiEvent): void {
    if (this.isOver) return
    const { channel, ringing } = this.evidence
    this.#count(event)
    this.evidence = gather(this.evidence, event, this.plan)
    if (channel === undefined && this.evidence.channel !== undefined) this.#step('dialing')
    if (ringing === undefined && this.evidence.ringing === true) this.#step('ringing')
    if (this.evidence.response !== undefined || this.#error !== undefined) this.#advance()
    else this.#advanceSoon()
  }

  /** The server is being asked for all channels: nothing is given up meanwhile. */
  onLooking(): void {
    if (this.settled === undefined && !this.#isEnding) this.#stopTimer()
  }

  /** The server was asked, on a new session, for all channels. These are the call's. */
  onLookedFor(channels: readonly LiveChannel[], restarted: boolean): void {
    if (this.isOver) return
    const lost = restarted ? 'server-restarted' : 'link-lost'
    for (const uniqueid of this.legs) this.#host.onLegGone(uniqueid)
    this.legs.clear()
    this.#wasFound = true
    for (const { uniqueid, isUp } of channels) {
      this.#add(uniqueid)
      if (uniqueid !== this.plan.channelId) continue
      if (this.evidence.channel === undefined) this.#step('dialing')
      this.evidence = { channel: '', ...this.evidence, ...(isUp ? { up: true } : {}) }
    }
    if (channels.length > 0) this.#awaitDeadline()
    if (channels.length > 0 || this.#isEnding) this.#advance()
    else if (this.settled !== undefined) this.giveUp(lost)
    // What was written on the old link may reach the server yet.
    else this.#arm(this.#patience.evidenceMs, () => this.#giveUpUnlessAlive(lost))
  }

  /** The server could not be asked, or refused to say: events may still tell. */
  onNotLookedFor(refused: boolean): void {
    if (refused) this.#silence = 'may-not-look'
    this.#awaitDeadline()
  }

  /** No more will be heard of it. */
  giveUp(reason: UnknownReason): void {
    if (this.isOver) return
    if (this.settled === undefined) {
      const { evidence } = this
      this.#settle({ kind: 'unknown', reason, error: this.#error, evidence })
    } else this.#end(reason)
  }

  /** A response read together with the events reaches us through its promise, within this turn. */
  #advanceSoon(): void {
    if (this.#isDue) return
    this.#isDue = true
    setImmediate(() => {
      this.#isDue = false
      if (!this.isOver) this.#advance()
    })
  }

  #giveUpUnlessAlive(lost: UnknownReason): void {
    if (this.legs.size > 0) this.#awaitDeadline()
    else this.giveUp(lost)
  }

  #advance(): void {
    if (this.settled === undefined) this.#decide(false)
    const { settled, evidence, plan } = this
    if (settled?.kind !== 'answered' || this.isOver || this.legs.size > 0) return
    if (this.#wasFound || isHungUp(evidence, plan)) this.#end(undefined)
  }

  #decide(isFinal: boolean): void {
    const { evidence, plan } = this
    const kind = judge(evidence, plan, isFinal, this.cancelCause)
    if (kind === 'failed') {
      const cause = tellingHangup(evidence)?.cause
      this.#settle({ kind, cause: cause === 0 ? undefined : cause, evidence })
    } else if (kind !== undefined) this.#settle({ kind, evidence })
    else if (!this.#isEnding && isEnding(evidence, plan)) {
      this.#isEnding = true
      this.#arm(this.#patience.evidenceMs, () => this.#decide(true))
    }
  }

  #settle(outcome: CallOutcome): void {
    this.settled = outcome
    const isAnswered = outcome.kind === 'answered'
    if (isAnswered) {
      this.#step('answered')
      this.#arm(TALK_MAX_MS, () => this.#host.evict(this))
      this.dialing.resolve(true)
    }
    this.answered.resolve(isAnswered)
    this.outcome.resolve(outcome)
    if (!isAnswered) this.#end(outcome.kind === 'unknown' ? outcome.reason : undefined)
  }

  #end(lost: UnknownReason | undefined): void {
    const outcome = this.settled
    if (outcome === undefined || this.isOver) return
    this.isOver = true
    this.#stopTimer()
    this.#step('ended')
    this.dialing.resolve(false)
    this.ended.resolve({ outcome, hangup: tellingHangup(this.evidence), lost, timings: this.timings })
    this.#host.onOver(this)
  }

  #step(state: CallProgress['state']): void {
    this.steps.push({ state, atMs: this.#host.clock.now() - this.#sentAt })
    if (state === 'dialing') this.dialing.resolve(true)
    const { news } = this
    this.news = deferred()
    news.resolve()
  }

  #count(event: AmiEvent): void {
    const uniqueid = event.get('Uniqueid') ?? ''
    if (event.name === 'Newchannel') this.#add(uniqueid)
    else if (event.name === 'Hangup' && this.legs.delete(uniqueid)) this.#host.onLegGone(uniqueid)
  }

  #add(uniqueid: string): void {
    if (this.legs.size >= LEGS_MAX) return
    this.legs.add(uniqueid)
    this.#host.onLeg(uniqueid, this)
  }

  #awaitDeadline(): void {
    if (this.settled !== undefined || this.#isEnding) return
    const { clock } = this.#host
    this.#arm(Math.max(0, this.#deadline - clock.now()), () => {
      if (this.#host.isReady) this.giveUp(this.#silence)
      else this.#arm(this.#patience.lookMs, () => this.giveUp('link-lost'))
    })
  }

  #arm(delayMs: number, then: () => void): void {
    this.#stopTimer()
    this.#timer = this.#host.clock.setTimer(then, delayMs)
  }

  #stopTimer(): void {
    this.#host.clock.clearTimer(this.#timer)
    this.#timer = undefined
  }
}
