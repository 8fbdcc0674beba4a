import type { FieldsOf, SendOptions } from '../catalogue/sending.ts'
import { AmiArgumentError, type AmiProblem } from '../errors.ts'
import type { ActionFields, Scalar } from '../protocol/index.ts'
import { fitsTimer, TIMER_MAX_MS } from '../util/clock.ts'
import type { CallIds } from './channel-ids.ts'
import type { CallPlan } from './evidence.ts'

/** What to call, spelt as in the action `Originate`, less what {@link OriginateOptions} and the client decide. */
export type OriginateFields = Omit<
  FieldsOf<'Originate'>,
  'Async' | 'ChannelId' | 'OtherChannelId' | 'Variable' | 'Timeout'
> & {
  /** How long it may ring, in milliseconds. @default 30_000 */
  readonly Timeout?: number
  /** Escaped, so that whatever a value holds is data. */
  readonly Variable?: Readonly<Record<string, Scalar>>
}

/** How to follow a call. */
export interface OriginateOptions {
  /** For the answer to the action, which comes long before that of the call. @default timeouts.actionMs */
  readonly timeoutMs?: SendOptions['timeoutMs']
  /** Hangs the call up, if it is not over; keeps it from being sent, if it was not. */
  readonly signal?: AbortSignal
  /** How long to wait for what names the cause, in milliseconds, when it is known that the call failed. @default 2_000 */
  readonly evidenceMs?: number
  /**
   * How long to wait, in milliseconds, for a session on which to look for the call, when the link is down and the call
   * has had its time to ring. @default 60_000
   */
  readonly lookMs?: number
}

const RESERVED: Readonly<Record<string, string>> = {
  channelid: 'is chosen by the client: it must be known to nobody else',
  otherchannelid: 'is chosen by the client: it must be known to nobody else',
}

/** The action's fields, those included by which its call is known. @throws AmiArgumentError with every problem found. */
export function originateFields(
  fields: OriginateFields,
  options: OriginateOptions,
  ids: CallIds,
): ActionFields {
  const problems: AmiProblem[] = []
  const sent: Record<string, ActionFields[string]> = {}
  for (const [name, value] of Object.entries(fields as ActionFields)) {
    const message = problemOf(name.toLowerCase(), value)
    if (message !== undefined) problems.push({ path: name, message })
    if (name.toLowerCase() !== 'async') sent[name] = value
  }
  for (const name of ['evidenceMs', 'lookMs'] as const) {
    const value: unknown = options[name]
    if (value !== undefined && !fitsTimer(value))
      problems.push({ path: name, message: durationMessage(value) })
  }
  if (problems.length > 0) throw new AmiArgumentError(problems, { action: 'Originate', delivery: 'unsent' })
  return { ...sent, Async: true, ChannelId: ids.channelId, OtherChannelId: ids.otherChannelId }
}

/** What is known of the call from its fields. */
export function callPlan({ Channel, EarlyMedia }: OriginateFields, ids: CallIds): CallPlan {
  return {
    ...ids,
    local: /^local\//i.test(Channel),
    earlyMedia: isTrue(String(EarlyMedia ?? '')),
  }
}

/** What Asterisk takes for true. */
export function isTrue(text: string | undefined): boolean {
  return text !== undefined && /^(yes|true|y|t|1|on)$/i.test(text)
}

function problemOf(name: string, value: unknown): string | undefined {
  if (name === 'async' && value !== undefined && value !== true) {
    return (
      'cannot be had otherwise than true: until such a call is answered or fails, Asterisk answers nothing else on the ' +
      'session and sends it no events, and then does not say why it failed; await the outcome instead'
    )
  }
  if (name === 'variable' && value !== undefined && (typeof value !== 'object' || Array.isArray(value))) {
    return 'must be a record: in text, a comma in a value would set another variable, or call a function'
  }
  if (name === 'timeout' && value !== undefined && !fitsTimer(value)) return durationMessage(value)
  return value === undefined ? undefined : RESERVED[name]
}

function durationMessage(value: unknown): string {
  return `must be from 1 to ${TIMER_MAX_MS} milliseconds, not ${String(value)}`
}
