import { AmiConnectionError } from 'amiable'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Bystanders, UNDISTURBED } from './bystander.ts'
import { describeOnServers, type LabVariant, labServerWith } from './lab.ts'
import { clusterOf, entered } from './real-client.ts'
import { Wire, whyNoWire } from './wire.ts'

const { AMIABLE_LAB, CI = '' } = process.env
const noWire = await whyNoWire()
const mayRun = noWire === '' || AMIABLE_LAB === 'required' || CI !== ''

const watchful = {
  keepalive: { intervalMs: 300, timeoutMs: 300, misses: 3, silenceMs: 20_000 },
  timeouts: { connectMs: 500, bannerMs: 500 },
} as const

describeOnServers(
  `a network that fails${noWire === '' ? '' : ` [no network namespace: ${noWire}]`}`,
  (server) => {
    let wire: Wire
    let far: LabVariant

    beforeAll(async () => {
      if (!mayRun) return
      wire = await Wire.lay()
      far = await labServerWith(server, [], wire)
    })
    afterAll(async () => {
      await far?.[Symbol.asyncDispose]()
      await wire?.[Symbol.asyncDispose]()
    })

    it.runIf(mayRun)(
      'pain 17 pain 25 black hole: what is sent is lost without a word, in both directions',
      async () => {
        await using cluster = clusterOf({ near: server, far }, { defaults: watchful })
        await cluster.connect({ wait: 'all' })
        const bystanders = new Bystanders(cluster, ['near'])
        const client = cluster.server('far')
        const errnos = attemptErrors(client)
        const gaps: string[] = []
        cluster.on('UserEvent', () => undefined, {
          onGap: ({ server, reason }) => gaps.push(`${server} ${reason}`),
        })
        await wire.swallow()
        const call = client
          .send('Originate', { Channel: 'Local/quick@cust', Application: 'Wait', Data: '1', Async: true })
          .catch((error: unknown) => error)
        await entered(client, 'waiting')
        expect(client.health().lastError).toMatchObject({ reason: 'pong-timeout' })
        expect(await call).toMatchObject({
          code: 'AMI_CONNECTION',
          reason: 'pong-timeout',
          delivery: 'unknown',
        })
        await failures(errnos, 3)
        expect(errnos).toContain('connect-timeout')
        const originates = client.counters().actionsSent
        const back = entered(client, 'ready')
        await wire.deliver()
        await back
        const again = cluster.once('UserEvent', { servers: ['far'] })
        await client.send('UserEvent', { UserEvent: 'again' })
        await again
        // Challenge, Login, CoreSettings and the event just asked for: the call was not tried again.
        expect(client.counters().actionsSent - originates).toBe(4)
        expect(gaps).toEqual(['far reconnect'])
        expect(await bystanders.end()).toEqual([UNDISTURBED])
      },
    )

    it.runIf(mayRun)('pain 1 pain 17 link down: there is no network, until there is', async () => {
      await using cluster = clusterOf({ near: server, far }, { defaults: watchful })
      await cluster.connect({ wait: 'all' })
      const bystanders = new Bystanders(cluster, ['near'])
      const client = cluster.server('far')
      const errnos = attemptErrors(client)
      await wire.cut()
      await entered(client, 'waiting')
      await failures(errnos, 3)
      const back = entered(client, 'ready')
      await wire.mend()
      await back
      expect((await client.send('Ping')).ok).toBe(true)
      expect(errnos).toContain('EHOSTUNREACH')
      expect(await bystanders.end()).toEqual([UNDISTURBED])
    })

    it.runIf(mayRun)('pain 1 link down for a moment: TCP mends it, and the session goes on', async () => {
      await using cluster = clusterOf({ near: server, far })
      await cluster.connect({ wait: 'all' })
      const client = cluster.server('far')
      await wire.cut()
      const answer = client.send('Ping')
      await new Promise((resolve) => setImmediate(resolve))
      await wire.mend()
      expect((await answer).ok).toBe(true)
      expect(client.counters()).toMatchObject({ attempts: 1, sessionsLost: 0 })
    })
  },
  'owned',
)

/** Why each attempt fails, as it does. */
function attemptErrors(client: ReturnType<ReturnType<typeof clusterOf>['server']>): string[] {
  const reasons: string[] = []
  client.onState(({ cause }) => {
    if (cause instanceof AmiConnectionError) reasons.push(cause.errno ?? cause.reason)
  })
  return reasons
}

async function failures(reasons: readonly string[], count: number): Promise<void> {
  while (reasons.length < count) await new Promise((resolve) => setTimeout(resolve, 10))
}
