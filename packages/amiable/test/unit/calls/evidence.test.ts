import type { AmiEvent } from 'amiable/protocol'
import { describe, expect, it } from 'vitest'
import { callIds } from '../../../src/calls/channel-ids.ts'
import { type CallPlan, gather, judge } from '../../../src/calls/evidence.ts'
import { event } from '../../support/messages.ts'
import { capturedEndings, outcomeOf } from './captured-endings.ts'

const titled = capturedEndings.map(
  (ending) => [`${ending.name} (Asterisk ${ending.version})`, ending] as const,
)

describe.each(titled)('the evidence of %s', (_title, { name, events, telling, plan, outcome }) => {
  it('pain 3 names the ending as recorded', () => {
    expect(outcomeOf(events, plan)).toBe(outcome)
  })

  it('pain 3 E2 names the same ending in every order of what tells of it', () => {
    const outcomes = new Set<string>()
    for (const order of permutations(telling)) outcomes.add(outcomeOf(order, plan))
    expect([...outcomes]).toEqual([outcome])
  })

  it('with any one piece missing, names the same ending, or one that claims less', () => {
    for (const missing of telling) {
      const rest = telling.filter((one) => one !== missing)
      expect([outcome, 'failed 0', 'unknown']).toContain(outcomeOf(rest, plan))
    }
  })

  it('is the same with every piece twice', () => {
    expect(outcomeOf([...telling, ...telling], plan)).toBe(outcome)
    expect(
      outcomeOf(
        telling.flatMap((one) => [one, one]),
        plan,
      ),
    ).toBe(outcome)
  })

  it('pain 4 takes nothing from other calls', () => {
    const foreign = capturedEndings.filter((other) => other.name !== name).flatMap((other) => other.events)
    expect(outcomeOf(foreign, plan)).toBe('unknown')
    expect(outcomeOf([...foreign, ...telling], plan)).toBe(outcome)
  })
})

const plan: CallPlan = {
  actionId: 'mine-0',
  channelId: 'mine-1',
  otherChannelId: 'mine-2',
  local: false,
  earlyMedia: false,
}
const answer = (Response: string, Reason: number, more: object = {}): AmiEvent =>
  event('OriginateResponse', 'mine-0', { Response, Reason, ...more })
const hangup = (Uniqueid: string, Cause: number): AmiEvent => event('Hangup', undefined, { Uniqueid, Cause })

describe('the verdict', () => {
  it('E1 is not made of a failure alone, as long as the cause may still come', () => {
    const evidence = gather({}, answer('Failure', 0), plan)
    expect(judge(evidence, plan, false)).toBeUndefined()
    expect(judge(evidence, plan, true)).toBe('failed')
    expect(evidence.response).toBeUndefined()
  })

  it('knows a failure whose channel id was taken by its ActionID, though it shows the other call', () => {
    const evidence = gather({}, answer('Failure', 0, { Uniqueid: 'theirs' }), plan)
    expect(judge(evidence, plan, true)).toBe('failed')
    const theirs = event('OriginateResponse', 'theirs-0', { Response: 'Success', Uniqueid: 'mine-1' })
    expect(gather(evidence, theirs, plan)).toBe(evidence)
  })

  it('waits for both halves of a Local channel: the second may be the one that knows', () => {
    const local = { ...plan, local: true }
    let evidence = gather({}, answer('Failure', 0), local)
    evidence = gather(
      evidence,
      event('DialEnd', undefined, { DestUniqueid: 'mine-1', DialStatus: 'NOANSWER' }),
      local,
    )
    evidence = gather(evidence, hangup('mine-1', 0), local)
    expect(judge(evidence, local, false)).toBeUndefined()
    evidence = gather(evidence, hangup('mine-2', 17), local)
    expect(judge(evidence, local, false)).toBe('busy')
  })

  it('is no answer with early media before the channel is up', () => {
    const early = { ...plan, earlyMedia: true }
    const evidence = gather({}, answer('Success', 4), early)
    expect(judge(evidence, early, false)).toBeUndefined()
    expect(judge(gather(evidence, hangup('mine-1', 17), early), early, false)).toBe('busy')
    const up = event('Newstate', undefined, { Uniqueid: 'mine-1', ChannelState: 6 })
    expect(judge(gather(evidence, up, early), early, false)).toBe('answered')
  })

  it('is cancelled when we hung up, unless it had ended by itself', () => {
    const ended = (reason: number, cause: number) =>
      gather(gather({}, answer('Failure', reason), plan), hangup('mine-1', cause), plan)
    expect(judge(ended(0, 16), plan, false, 16)).toBe('cancelled')
    expect(judge(ended(0, 16), plan, false)).toBe('failed')
    expect(judge(ended(0, 17), plan, false, 17)).toBe('cancelled')
    expect(judge(ended(0, 17), plan, false, 16)).toBe('busy')
    expect(judge(ended(5, 0), plan, false, 16)).toBe('busy')
    expect(judge(ended(3, 19), plan, false, 16)).toBe('no-answer')
  })

  it('names the reason in words', () => {
    const named = [0, 1, 3, 4, 5, 8, 99].map(
      (reason) => gather({}, answer('Failure', reason), plan).reasonName,
    )
    expect(named).toEqual(['none', 'hangup', 'ringing', 'answer', 'busy', 'congestion', 'other'])
  })
})

describe('the ids of a call', () => {
  it('are equally long, never begin one another, and fit into an ActionID', () => {
    const seen = new Set<string>()
    for (let call = 0; call < 1000; call += 1) {
      for (const id of Object.values(callIds())) {
        expect(id).toHaveLength(38)
        seen.add(id)
      }
    }
    expect(seen.size).toBe(3000)
  })
})

function* permutations<T>(items: readonly T[]): Generator<readonly T[]> {
  if (items.length < 2) yield items
  for (const [at, first] of items.entries()) {
    if (items.length < 2) return
    for (const rest of permutations(items.filter((_, index) => index !== at))) yield [first, ...rest]
  }
}
