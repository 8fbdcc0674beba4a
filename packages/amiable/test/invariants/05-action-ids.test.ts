import { AmiCluster, AmiError } from 'amiable'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { failureOf, nextState, optionsOf, readyFleet, startFleet } from './fleet.ts'
import { manualFleet } from './manual-fleet.ts'

const names = ['east', 'west', 'north']

/** Every id that these servers were sent, the client's own actions included. */
function idsAt(servers: Iterable<{ received: readonly { actionId: string | undefined }[] }>): string[] {
  return [...servers].flatMap(({ received }) => received.map(({ actionId }) => actionId ?? '(none)'))
}

/** A second copy of the whole library, as two versions of it in one process would be. */
async function anotherCopy(): Promise<typeof import('amiable')> {
  vi.resetModules()
  const copy = await import('amiable')
  expect(copy.AmiCluster).not.toBe(AmiCluster)
  return copy
}

describe('invariant 5: ActionIDs never collide or cross', () => {
  it('E11 no id comes twice, over servers, sessions, clusters, and copies of the library', async () => {
    await using fleet = await readyFleet(names)
    const copy = await anotherCopy()
    const servers = Object.fromEntries(names.map((name) => [name, optionsOf(fleet.pbx(name))]))
    const reconnect = { minMs: 1, maxMs: 5 }
    const twins = [AmiCluster, copy.AmiCluster].map(
      (Cluster) => new Cluster({ servers, defaults: { reconnect }, dialsPerSecond: 1000 }),
    )
    const clusters = [fleet.cluster, ...twins]
    await Promise.all(clusters.map((cluster) => cluster.connect({ wait: 'all' })))
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(
        clusters.flatMap((cluster) => Array.from({ length: 50 }, () => cluster.broadcast('Ping'))),
      )
      const back = clusters.flatMap((cluster) => names.map((name) => nextState(cluster, name, 'ready')))
      for (const pbx of fleet.servers) pbx.cutAll()
      await Promise.all(back)
    }
    const ids = idsAt(fleet.servers)
    await Promise.all(twins.map((cluster) => cluster.close()))
    expect(ids.length).toBeGreaterThan(3 * 3 * 3 * 50)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => !/^[0-9a-z-]{1,67}$/.test(id))).toEqual([])
  })

  it('an answer of one server, replayed by another, settles nothing', async () => {
    await using fleet = await readyFleet(names)
    const { cluster } = fleet
    for (const pbx of fleet.servers) pbx.swallow('Getvar')
    const asked = names.map((name) => fleet.pbx(name).nextRequest('Getvar'))
    const sent = names.map((name) =>
      failureOf(cluster.server(name).send('Getvar', { Variable: 'X' }, { timeoutMs: 150 })),
    )
    const requests = await Promise.all(asked)
    for (const name of names) {
      for (const [index, { actionId }] of requests.entries()) {
        if (names[index] === name) continue
        fleet.pbx(name).raw(`Response: Success\r\nActionID: ${actionId}\r\nValue: crossed\r\n\r\n`)
      }
    }
    expect((await Promise.all(sent)).map(({ code }) => code)).toEqual(Array(3).fill('AMI_TIMEOUT'))
    for (const name of names) {
      expect(cluster.server(name).counters()).toMatchObject({ unknownResponses: 2, lateResponses: 0 })
    }
  })

  it('answers and items of a former session, replayed in the next, settle nothing there', async () => {
    await using fleet = await readyFleet(['east'])
    const { cluster } = fleet
    const pbx = fleet.pbx('east')
    pbx.swallow('CoreShowChannels')
    const sent = failureOf(cluster.send('CoreShowChannels'))
    const { actionId: old } = await pbx.nextRequest('CoreShowChannels')
    const back = nextState(cluster, 'east', 'ready')
    pbx.cutAll()
    expect(await sent).toMatchObject({ code: 'AMI_CONNECTION', delivery: 'unknown' })
    await back
    // The same action, at about the same place of its session.
    const again = failureOf(cluster.send('CoreShowChannels', {}, { timeoutMs: 150 }))
    await pbx.nextRequest('CoreShowChannels')
    const echo = `ActionID: ${old}\r\nEventList:`
    pbx.raw(`Response: Success\r\n${echo} start\r\n\r\nEvent: CoreShowChannel\r\nActionID: ${old}\r\n\r\n`)
    pbx.raw(`Event: CoreShowChannelsComplete\r\n${echo} Complete\r\nListItems: 1\r\n\r\n`)
    const error = await again
    expect(error).toMatchObject({ code: 'AMI_TIMEOUT', response: undefined })
    expect(error.partial).toEqual([])
    expect(error.actionId).not.toBe(old)
    expect(cluster.server('east').counters().unknownResponses).toBe(1)
  })

  it('E15 answers in any order reach whoever asked, on every server at once', async () => {
    await using fleet = await readyFleet(names)
    const { cluster } = fleet
    for (const pbx of fleet.servers) pbx.shuffleAnswers('Setvar', 200)
    const crossed = await Promise.all(
      names.flatMap((name) => {
        fleet.pbx(name).script('Setvar', (request, session) => {
          session.respond(request, { Echo: `${name} ${request.get('Value')}` })
        })
        return Array.from({ length: 200 }, async (_, index) => {
          const answer = await cluster.server(name).send('Setvar', { Variable: 'X', Value: `${index}` })
          return answer.get('Echo') === `${name} ${index}` && answer.server === name ? 0 : 1
        })
      }),
    )
    expect(crossed).toEqual(Array(600).fill(0))
  })

  it('C8 E16 an id of the caller belongs to one action of one server', async () => {
    await using fleet = await readyFleet(names)
    const { cluster } = fleet
    fleet.pbx('east').swallow('Ping')
    const east = failureOf(cluster.server('east').send('Ping', {}, { actionId: 'job', timeoutMs: 100 }))
    const twin = failureOf(cluster.server('east').send('Getvar', { Variable: 'X' }, { actionId: 'job' }))
    const west = await cluster.server('west').send('Ping', {}, { actionId: 'job' })
    expect(west).toMatchObject({ server: 'west', actionId: 'job' })
    expect(await twin).toMatchObject({ code: 'AMI_ARGUMENT', delivery: 'unsent' })
    expect(await east).toMatchObject({ code: 'AMI_TIMEOUT', server: 'east' })
  })

  it('the answer to an action of one copy of the library is nothing to the other', async () => {
    await using fleet = await startFleet(['east'])
    const copy = await anotherCopy()
    const { cluster } = fleet
    await using twin = new copy.AmiCluster({ servers: { east: optionsOf(fleet.pbx('east')) } })
    await Promise.all([cluster.connect(), twin.connect()])
    fleet.pbx('east').swallow('Getvar')
    const mine = failureOf(cluster.send('Getvar', { Variable: 'X' }, { timeoutMs: 100 }))
    const { actionId } = await fleet.pbx('east').nextRequest('Getvar')
    const pongs = twin.send('Ping')
    // Every session of the server hears it; only in one of them does it answer anything.
    for (const session of fleet.pbx('east').sessions) {
      if (session.received.some((request) => request.actionId === actionId)) continue
      session.write(`Response: Success\r\nActionID: ${actionId}\r\n\r\n`)
    }
    await pongs
    const error = await mine
    expect(error.code).toBe('AMI_TIMEOUT')
    expect(copy.AmiError.is(error)).toBe(true)
    expect(error).not.toBeInstanceOf(copy.AmiError)
    expect(AmiError.is(error)).toBe(true)
    expect(twin.server('east').counters().unknownResponses).toBe(1)
  })

  it('E6 a server may have any name, and still gets its own answers', async () => {
    const name = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 150 })
      .filter((text) => !/[\r\n\0]/.test(text))
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { minLength: 2, maxLength: 4 }), async (servers) => {
        const { cluster, ready, run } = manualFleet(servers)
        await ready()
        const answers = cluster.broadcast('Ping', {}, { timeoutMs: 1000 })
        await run(2000)
        for (const [server, result] of await answers) {
          expect(result).toMatchObject({ status: 'fulfilled', value: { server } })
        }
        void cluster.close()
      }),
      { numRuns: 30 },
    )
  })
})
