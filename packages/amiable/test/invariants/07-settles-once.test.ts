import type { AmiError } from 'amiable'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { turns } from '../support/fake-pbx.ts'
import { type Fleet, nextState, optionsOf, readyFleet } from './fleet.ts'
import { manualFleet } from './manual-fleet.ts'
import { Schedule, step } from './schedule.ts'
import { SettledActions } from './settled.ts'

const names = ['east', 'west']

/** One way for an action to end, the code of its error, and what is then known of its bytes. */
interface End {
  readonly bring: (fleet: Fleet, abort: AbortController) => unknown
  readonly code: string
  readonly delivery?: string
}

const ends: Record<string, End> = {
  'an answer': { bring: (fleet) => fleet.pbx('east').heal(), code: 'answered' },
  'a time-out': { bring: () => undefined, code: 'AMI_TIMEOUT', delivery: 'unknown' },
  'the loss of the link': {
    bring: (fleet) => fleet.pbx('east').cutAll({ reset: true }),
    code: 'AMI_CONNECTION',
    delivery: 'unknown',
  },
  'the good-bye of the server': {
    bring: (fleet) => fleet.pbx('east').goodbye(),
    code: 'AMI_CONNECTION',
    delivery: 'unknown',
  },
  'an abort': { bring: (_fleet, abort) => abort.abort(), code: 'AMI_ABORTED', delivery: 'unknown' },
  'the removal of its server': {
    bring: (fleet) => fleet.cluster.remove('east'),
    code: 'AMI_CLOSED',
    delivery: 'unknown',
  },
  'the end of the cluster': {
    bring: (fleet) => fleet.cluster.close(),
    code: 'AMI_CLOSED',
    delivery: 'unknown',
  },
}

describe('invariant 7: every pending action settles exactly once', () => {
  it.each(Object.entries(ends))('by %s, and nothing that follows changes it', async (_what, end) => {
    using settled = new SettledActions()
    await using fleet = await readyFleet(names)
    const { cluster } = fleet
    const pbx = fleet.pbx('east')
    // A batch that is never full: answers are held until the server heals.
    pbx.shuffleAnswers('Getvar', 1000)
    const abort = new AbortController()
    const options = { timeoutMs: end.code === 'AMI_TIMEOUT' ? 30 : 5000, signal: abort.signal }
    const asked = pbx.nextRequest('Getvar')
    const sent = Array.from({ length: 10 }, () =>
      cluster
        .server('east')
        .send('Getvar', { Variable: 'X' }, options)
        .then(
          () => ({ code: 'answered', delivery: undefined, actionId: '' }),
          (error: AmiError) => error,
        ),
    )
    const { actionId } = await asked
    const east = cluster.server('east')
    const brought = end.bring(fleet, abort)
    const results = await Promise.all(sent)
    await brought
    const { code, delivery } = end
    expect(results.map((result) => [result.code, result.delivery])).toEqual(Array(10).fill([code, delivery]))
    expect(settled.times.get(`${actionId}`)).toBe(1)
    // The other ends, one after the other.
    pbx.heal()
    for (const session of pbx.sessions) session.write(`Response: Success\r\nActionID: ${actionId}\r\n\r\n`)
    abort.abort()
    await cluster.close()
    const again = new Set([...settled.times.values()])
    expect(again).toEqual(new Set([1]))
    expect(east.health().pendingActions).toBe(0)
    expectBalanced(east.counters())
  })

  it('by its answer on the server that is being replaced, while what is new goes to its successor', async () => {
    using settled = new SettledActions()
    await using fleet = await readyFleet(names)
    const { cluster } = fleet
    const pbx = fleet.pbx('east')
    pbx.shuffleAnswers('Getvar', 1000)
    const old = cluster.server('east')
    const asked = pbx.nextRequest('Getvar')
    const sent = Promise.all(
      Array.from({ length: 10 }, () => cluster.server('east').send('Getvar', { Variable: 'X' })),
    )
    await asked
    const back = nextState(cluster, 'east', 'ready')
    cluster.replace('east', optionsOf(pbx))
    await back
    expect(old.health().pendingActions).toBeGreaterThanOrEqual(10)
    expect((await cluster.server('east').send('Ping')).ok).toBe(true)
    pbx.heal()
    expect((await sent).every(({ ok }) => ok)).toBe(true)
    await cluster.close()
    expect(new Set(settled.times.values())).toEqual(new Set([1]))
    expectBalanced(old.counters())
  })

  it('E5 by its first answer, though the server gives it twice', async () => {
    using settled = new SettledActions()
    await using fleet = await readyFleet(names)
    for (const pbx of fleet.servers) pbx.duplicateAnswer('*')
    const pings = await Promise.all(Array.from({ length: 100 }, () => fleet.cluster.broadcast('Ping')))
    expect(pings.flatMap((results) => [...results.values()].map(({ status }) => status))).toEqual(
      Array(200).fill('fulfilled'),
    )
    await fleet.cluster.close()
    expect(new Set(settled.times.values())).toEqual(new Set([1]))
    for (const name of names) {
      expect(fleet.cluster.server(name).counters().unknownResponses).toBeGreaterThanOrEqual(100)
    }
  })

  it('C4 by an error when it never left, and then it does not leave later', async () => {
    const { cluster, pbx, ready } = manualFleet(names)
    await ready()
    const [east, west] = names.map((name) => cluster.server(name))
    pbx('east').link.failure = new Error('EPIPE')
    const abort = new AbortController()
    const sent = [
      east?.send('Ping'),
      west?.send('Ping', {}, { signal: AbortSignal.abort() }),
      west?.send('Ping', {}, { signal: abort.signal }),
      west?.send('Ping' as string, { 'no:such': 'header' }),
    ]
    abort.abort()
    expect(await Promise.all(sent.map((one) => outcomeOf(Promise.resolve(one))))).toEqual([
      'AMI_CONNECTION unknown',
      'AMI_ABORTED unsent',
      'AMI_ABORTED unsent',
      'AMI_ARGUMENT unsent',
    ])
    await turns()
    const actions = names.flatMap((name) => pbx(name).links.flatMap(({ received }) => received))
    expect(actions.map(({ action }) => action)).not.toContain('Ping')
    void cluster.close()
  })

  it('whatever happens, in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), async (steps) => {
        using settled = new SettledActions()
        const fleet = manualFleet(names, {
          defaults: { timeouts: { actionMs: 400, closeMs: 50 }, limits: { pendingActions: 6 } },
        })
        await fleet.ready()
        const schedule = new Schedule(fleet)
        for (const one of steps) await schedule.take(one)
        await schedule.end()
        expect(schedule.unsettled).toBe(0)
        expect([...settled.times].filter(([, times]) => times !== 1)).toEqual([])
        for (const client of schedule.clients) expectBalanced(client.counters())
      }),
      { numRuns: 100 },
    )
  })
})

/** What became of a promise: `answered`, or the code and the delivery of its error. */
function outcomeOf(sent: Promise<unknown>): Promise<string> {
  return sent.then(
    () => 'answered',
    (error: AmiError) => `${error.code} ${error.delivery}`,
  )
}

/** Every action that was taken has one outcome: see `ClientCounters`. */
function expectBalanced(counters: {
  readonly actionsSent: number
  readonly actionsAnswered: number
  readonly actionsRejected: number
  readonly actionsTimedOut: number
  readonly actionsAborted: number
  readonly actionsLost: number
}): void {
  const { actionsAnswered, actionsRejected, actionsTimedOut, actionsAborted, actionsLost } = counters
  const ended = actionsAnswered + actionsRejected + actionsTimedOut + actionsAborted + actionsLost
  expect(ended).toBe(counters.actionsSent)
}
