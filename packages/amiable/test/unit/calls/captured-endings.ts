import { readFileSync } from 'node:fs'
import { AmiEvent, AmiResponse, type MessageSource } from 'amiable/protocol'
import { type CallEvidence, type CallPlan, gather, judge } from '../../../src/calls/evidence.ts'

const source: MessageSource = { server: 'pbx', session: 1, decodeText: (latin1) => latin1 }

/** How one asynchronous Originate ended on a real server, recorded event by event. */
export interface CapturedEnding {
  readonly version: '16' | '22'
  readonly name: string
  readonly plan: CallPlan
  readonly response: AmiResponse
  /** As they came. */
  readonly events: readonly AmiEvent[]
  /** Those of the events that say something of the call. */
  readonly telling: readonly AmiEvent[]
  /** The outcome that the dialplan makes: a kind, with the cause of a failure. */
  readonly outcome: string
}

/** What the parties of the lab's dialplan do. */
const OUTCOMES: Readonly<Record<string, string>> = {
  answer: 'answered',
  quick: 'answered',
  dial: 'answered',
  busy: 'busy',
  hardbusy: 'busy',
  sipbusy: 'busy',
  congestion: 'congested',
  sipcong: 'congested',
  noanswer: 'no-answer',
  sipnoanswer: 'no-answer',
  unalloc: 'failed 1',
  sipunalloc: 'failed 1',
  reject: 'failed 21',
  sipreject: 'failed 21',
  hangupringing: 'failed 16',
  nosuch: 'failed 0',
  notech: 'failed 0',
  sipnoendpoint: 'failed 0',
}

/** Every recorded ending, of both versions. */
export const capturedEndings: readonly CapturedEnding[] = (['16', '22'] as const).flatMap((version) => {
  const file = new URL(`../../../../../fixtures/captures/${version}/originate-endings.json`, import.meta.url)
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as Record<
    string,
    { response: string; events: string[] }
  >
  return Object.entries(recorded).map(([name, { response, events: texts }]): CapturedEnding => {
    const plan: CallPlan = {
      actionId: `call-${name}-a`,
      channelId: `call-${name}-a`,
      otherChannelId: `call-${name}-b`,
      local: !/^sip|notech/.test(name),
      earlyMedia: false,
    }
    const events = texts.map((text) => new AmiEvent(/^Event: (\w+)/.exec(text)?.[1] ?? '', text, source))
    const telling = events.filter((event) => {
      const before: CallEvidence = {}
      return gather(before, event, plan) !== before
    })
    const outcome = OUTCOMES[name] ?? ''
    return { version, name, plan, response: new AmiResponse(response, source), events, telling, outcome }
  })
})

/** The outcome that events make: told as soon as it is certain, or at last when no more is waited for. */
export function outcomeOf(events: Iterable<AmiEvent>, plan: CallPlan): string {
  let evidence: CallEvidence = {}
  let early: string | undefined
  for (const event of events) {
    evidence = gather(evidence, event, plan)
    early ??= told(evidence, plan, false)
  }
  return early ?? told(evidence, plan, true) ?? 'unknown'
}

function told(evidence: CallEvidence, plan: CallPlan, isFinal: boolean): string | undefined {
  const kind = judge(evidence, plan, isFinal)
  if (kind !== 'failed') return kind
  return `failed ${evidence.hangup?.cause || evidence.otherHangup?.cause || 0}`
}
