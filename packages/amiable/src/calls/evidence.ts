import type { AmiEvent, AmiResponse } from '../protocol/index.ts'
import type { CallIds } from './channel-ids.ts'

/** How a channel was hung up. */
export interface CallHangup {
  /** Q.850; 0 when the server did not know. */
  readonly cause: number
  /** `Cause-txt`. */
  readonly causeText: string | undefined
  /** The technology's own, as `486`; from Asterisk 22.7 on. */
  readonly techCause: string | undefined
}

/** What the wire told of a call: facts, whatever the order in which they came. */
export interface CallEvidence {
  /** To the action: that it was queued. */
  readonly response?: AmiResponse
  /** `OriginateResponse`. */
  readonly originateResponse?: AmiEvent
  /** Its `Reason`: a control frame's number, no Q.850 cause, and 0 for most failures. */
  readonly reason?: number
  /** The same in a word: `none`, `hangup`, `ringing`, `answer`, `busy`, `congestion`, `other`. */
  readonly reasonName?: string
  /** Name of the dialed channel. */
  readonly channel?: string
  /** Whether the dialed channel was seen ringing. */
  readonly ringing?: boolean
  /** Whether the dialed channel was seen up. */
  readonly up?: boolean
  /** `DialStatus` of the `DialEnd` of the dialed channel. */
  readonly dialStatus?: string
  /** End of the dialed channel. */
  readonly hangup?: CallHangup
  /** End of a Local channel's second half, which may know the cause when the first does not. */
  readonly otherHangup?: CallHangup
}

/** What is known of a call from the start. */
export interface CallPlan extends CallIds {
  /** A Local channel: two halves. */
  readonly local: boolean
  /** With early media `OriginateResponse` says `Success` before anybody answers. */
  readonly earlyMedia: boolean
}

/** How an attempt ended, when the evidence tells. */
export type Verdict = 'answered' | 'busy' | 'no-answer' | 'congested' | 'failed' | 'cancelled'

// `ast_control_frame_type` in include/asterisk/frame.h, as far as an Originate ends with it.
const REASONS: Readonly<Record<number, string>> = {
  0: 'none',
  1: 'hangup',
  3: 'ringing',
  4: 'answer',
  5: 'busy',
  8: 'congestion',
}
const BY_REASON: Readonly<Record<number, Verdict>> = { 3: 'no-answer', 5: 'busy', 8: 'congested' }
// ITU-T Q.850, as numbered in include/asterisk/causes.h.
const BY_CAUSE: Readonly<Record<number, Verdict>> = {
  17: 'busy',
  18: 'no-answer',
  19: 'no-answer',
  34: 'congested',
  42: 'congested',
}
const BY_STATUS: Readonly<Record<string, Verdict>> = { BUSY: 'busy', CONGESTION: 'congested' }

/** The evidence and one event more; the same when the event says nothing of this call. */
export function gather(evidence: CallEvidence, event: AmiEvent, plan: CallPlan): CallEvidence {
  const uniqueid = event.get('Uniqueid')
  const own = uniqueid === plan.channelId
  switch (event.name) {
    case 'OriginateResponse':
      // By its ActionID alone: a call that found its id taken is reported with the other call's Uniqueid.
      return event.get('ActionID') === plan.actionId ? withResponse(evidence, event) : evidence
    case 'Newchannel':
      return own ? { ...evidence, channel: event.get('Channel') ?? '' } : evidence
    case 'Newstate':
      return own ? withState(evidence, event) : evidence
    case 'DialEnd':
      return event.get('DestUniqueid') === plan.channelId
        ? { ...evidence, dialStatus: event.get('DialStatus') ?? '' }
        : evidence
    case 'Hangup':
      if (own) return { ...evidence, hangup: hangupOf(event) }
      return uniqueid === plan.otherChannelId ? { ...evidence, otherHangup: hangupOf(event) } : evidence
    default:
      return evidence
  }
}

/**
 * How the attempt ended; undefined while more is to come.
 *
 * @param isFinal when no more is waited for.
 * @param cancelCause with which we asked for the hang-up, if we did.
 */
export function judge(
  evidence: CallEvidence,
  plan: CallPlan,
  isFinal: boolean,
  cancelCause?: number,
): Verdict | undefined {
  const { originateResponse, reason = 0, dialStatus = '' } = evidence
  if (isAnswered(evidence, plan)) return 'answered'
  const named = BY_REASON[reason] ?? BY_CAUSE[causeOf(evidence)] ?? BY_STATUS[dialStatus]
  const isOver = isHungUp(evidence, plan)
  const hasCause = named !== undefined || causeOf(evidence) > 0 || dialStatus !== ''
  const isComplete = originateResponse !== undefined && isOver && hasCause
  if (!isComplete && !(isFinal && (isOver || saysFailure(evidence)))) return undefined
  // It may have ended by itself the moment before we asked.
  const isOurs = cancelCause !== undefined && [0, cancelCause].includes(causeOf(evidence))
  return isOurs && BY_REASON[reason] === undefined ? 'cancelled' : (named ?? 'failed')
}

/** Whether all that is missing is what would name the cause. */
export function isEnding(evidence: CallEvidence, plan: CallPlan): boolean {
  return saysFailure(evidence) || isHungUp(evidence, plan)
}

/** Whether every channel that the Originate made is gone. */
export function isHungUp({ hangup, otherHangup }: CallEvidence, { local }: CallPlan): boolean {
  return hangup !== undefined && (!local || otherHangup !== undefined)
}

/** The hang-up that names a cause, the dialed channel's first. */
export function tellingHangup({ hangup, otherHangup }: CallEvidence): CallHangup | undefined {
  return hangup?.cause ? hangup : otherHangup?.cause ? otherHangup : (hangup ?? otherHangup)
}

function causeOf(evidence: CallEvidence): number {
  return tellingHangup(evidence)?.cause ?? 0
}

function isAnswered({ up, dialStatus, originateResponse }: CallEvidence, { earlyMedia }: CallPlan): boolean {
  if (up === true || dialStatus === 'ANSWER') return true
  return !earlyMedia && originateResponse?.get('Response') === 'Success'
}

function saysFailure({ originateResponse }: CallEvidence): boolean {
  return originateResponse !== undefined && originateResponse.get('Response') !== 'Success'
}

function withResponse(evidence: CallEvidence, event: AmiEvent): CallEvidence {
  const reason = event.number('Reason') ?? 0
  return { ...evidence, originateResponse: event, reason, reasonName: REASONS[reason] ?? 'other' }
}

function withState(evidence: CallEvidence, event: AmiEvent): CallEvidence {
  // `ast_channel_state` in include/asterisk/channelstate.h.
  const state = event.number('ChannelState')
  if (state === 6) return { ...evidence, up: true }
  return state === 5 ? { ...evidence, ringing: true } : evidence
}

function hangupOf(event: AmiEvent): CallHangup {
  return {
    cause: event.number('Cause') ?? 0,
    causeText: event.get('Cause-txt'),
    techCause: event.get('TechCause'),
  }
}
