import { AmiConnectionError } from 'amiable'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clientTransitions } from '../../../src/supervision/state.ts'
import { type FakeLink, type FakeRequest, turns } from '../../support/fake-pbx.ts'
import { type ManualClient, manualClient } from '../../support/manual-client.ts'

interface Walk extends ManualClient {
  readonly unanswered: { request: FakeRequest; link: FakeLink }[]
  readonly sent: Promise<unknown>[]
}

/** Everything that can happen to a client, from its user, its server and the passing of time. */
const steps: Record<string, (walk: Walk, value: number) => void> = {
  connect: ({ client }) => {
    void client.connect()
  },
  connectBriefly: ({ client }, value) => {
    const controller = new AbortController()
    void client.connect({ signal: controller.signal })
    if (value % 2 === 0) controller.abort()
    else setImmediate(() => controller.abort())
  },
  send: ({ client, sent }, value) => {
    sent.push(client.send('Ping', undefined, { timeoutMs: 1 + (value % 60_000) }))
  },
  subscribe: ({ client }, value) => {
    const subscription = client.subscribe({ capacity: 1 + (value % 3) })
    if (value % 2 === 0) subscription.close()
  },
  open: ({ pbx }) => pbx.links.at(-1)?.over === false && pbx.link.greet(''),
  greet: ({ pbx }) => pbx.links.at(-1)?.over === false && pbx.link.greet(),
  answer: ({ pbx, unanswered }) => {
    const next = unanswered.shift()
    if (next !== undefined) pbx.answer(next.request, next.link)
  },
  refuse: ({ unanswered }) => {
    const next = unanswered.shift()
    next?.link.respond(next.request, 'Error', 'Message: Authentication failed\r\n')
  },
  event: ({ pbx }) => pbx.links.at(-1)?.event('Hangup', { Channel: 'SIP/1' }),
  garbage: ({ pbx }) => pbx.links.at(-1)?.send('\0nonsense: \r\n\r\n'),
  goodbye: ({ pbx }) => pbx.links.at(-1)?.send('Response: Goodbye\r\n\r\n'),
  fin: ({ pbx }) => pbx.links.at(-1)?.cut(),
  reset: ({ pbx }) => pbx.links.at(-1)?.cut(new AmiConnectionError('reset by peer', 'reset')),
  wait: ({ clock }, value) => clock.advance(value % 400),
  waitLong: ({ clock }, value) => clock.advance(value),
  closeFromListener: ({ client }, value) => {
    if (value % 8 !== 0) return
    client.onState(() => void client.close())
  },
}

// What leads to a session comes more often than what ends it, or few walks would ever be ready.
const likely = [
  'connect',
  'greet',
  'greet',
  'greet',
  'answer',
  'answer',
  'answer',
  'answer',
  'refuse',
  'wait',
]

const walks = fc.array(
  fc.record({
    step: fc.constantFrom(...likely, ...likely, ...Object.keys(steps)),
    value: fc.nat(400_000),
    turns: fc.nat(4),
  }),
  { minLength: 1, maxLength: 60, size: 'max' },
)

/** What must hold at every moment. */
function check({ changes, pbx, client }: Walk): void {
  const { attempts, attemptsFailed, sessions, sessionsLost } = client.counters()
  const illegal = changes.filter(({ from, to }, index) => {
    const follows = from === (changes[index - 1]?.to ?? 'idle')
    return !follows || !clientTransitions[from].includes(to)
  })
  expect({
    illegal,
    state: client.state,
    oneSessionAtMost: pbx.open <= 1,
    lostNoMoreThanHad: sessionsLost <= sessions,
    everyAttemptCountedOnce: attempts >= attemptsFailed + sessions,
  }).toEqual({
    illegal: [],
    state: changes.at(-1)?.to ?? 'idle',
    oneSessionAtMost: true,
    lostNoMoreThanHad: true,
    everyAttemptCountedOnce: true,
  })
}

describe('a walk through everything that can happen', () => {
  it('H12 H14 never leaves the table of states, has one session at most, and ends with no timer and no loose end', async () => {
    const reached = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(
        walks,
        fc.infiniteStream(fc.double({ min: 0, max: 0.99, noNaN: true })),
        async (walk, draws) => {
          const made = manualClient({ random: () => draws.next().value ?? 0 })
          const state: Walk = { ...made, unanswered: [], sent: [] }
          made.pbx.onDial = () => undefined
          made.pbx.onRequest = (request, link) => state.unanswered.push({ request, link })
          for (const { step, value, turns: count } of walk) {
            steps[step]?.(state, value)
            await turns(count)
            check(state)
          }
          const closing = made.client.close()
          check(state)
          made.clock.advance(1000)
          await closing
          await turns()
          check(state)
          expect(made.client.state).toBe('closed')
          expect(made.pbx.open).toBe(0)
          expect(made.clock.pending).toBe(0)
          // Every action has settled: none of these can be left waiting.
          await Promise.allSettled(state.sent)
          const dialed = made.pbx.links.length
          made.clock.advance(86_400_000)
          await turns(4)
          expect(made.pbx.links).toHaveLength(dialed)
          for (const to of new Set(made.changes.map((change) => change.to))) {
            reached.set(to, (reached.get(to) ?? 0) + 1)
          }
        },
      ),
      { numRuns: 300 },
    )
    // A walk that goes nowhere proves nothing.
    for (const state of ['ready', 'waiting', 'auth-failed']) expect(reached.get(state)).toBeGreaterThan(5)
  })
})
