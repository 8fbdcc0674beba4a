import type { AmiError, AmiRejectedError } from '../errors.ts'
import type { CallEvidence } from './evidence.ts'

/**
 * Why nobody can say what became of a call.
 *
 * - `link-lost`: the link was down, and on the next session the call was not to be found.
 * - `server-restarted`: Asterisk was started anew meanwhile; whatever the call was, it is over.
 * - `may-not-look`: the link was down, and the new session could not ask for the channels.
 * - `no-events`: the server took the call, and this login heard nothing of it (it needs the read class `call`).
 * - `silent`: the time in which the server had to tell is over.
 * - `closed`: the client was closed.
 * - `evicted`: the client followed too many calls, or this one for too long.
 */
export type UnknownReason =
  | 'link-lost'
  | 'server-restarted'
  | 'may-not-look'
  | 'no-events'
  | 'silent'
  | 'closed'
  | 'evicted'

/** What each outcome rests on. */
export interface EvidentOutcome {
  /** What the wire told until then. */
  readonly evidence: CallEvidence
}

/**
 * What became of an attempt to call.
 *
 * Only `not-sent` is sure to have rung nobody, and only `unknown` leaves open whether the call is still on.
 */
export type CallOutcome =
  | (EvidentOutcome & { readonly kind: 'not-sent'; readonly error: AmiError })
  | (EvidentOutcome & { readonly kind: 'refused'; readonly error: AmiRejectedError })
  | (EvidentOutcome & { readonly kind: 'answered' | 'busy' | 'no-answer' | 'congested' | 'cancelled' })
  | (EvidentOutcome & {
      readonly kind: 'failed'
      /** Q.850; undefined when the server named none. */
      readonly cause: number | undefined
    })
  | (EvidentOutcome & {
      readonly kind: 'unknown'
      readonly reason: UnknownReason
      /** What became of the action, where its response is what is missing. */
      readonly error: AmiError | undefined
    })
