import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ActionFields, ActionReport, AmiError } from 'amiable'
import { afterEach, expect, it } from 'vitest'
import { Bystanders, UNDISTURBED } from './bystander.ts'
import { describeOnFleet, type LabServer, labServerWith } from './lab.ts'
import { clusterOf, entered } from './real-client.ts'

const codeOf = (result: PromiseSettledResult<unknown> | undefined): string =>
  result?.status === 'rejected'
    ? `${(result.reason as AmiError).code} ${(result.reason as AmiError).delivery}`
    : 'answered'

const CALL = { Channel: 'Local/quick@cust/n', Application: 'Wait', Data: '1', Async: true }

describeOnFleet('a fleet of real servers', (servers) => {
  const named = (list: readonly LabServer[]): Readonly<Record<string, LabServer>> =>
    Object.fromEntries(list.map((server) => [server.label, server]))
  const others = (victim: LabServer): readonly string[] =>
    servers.filter((server) => server !== victim).map(({ label }) => label)

  afterEach(async () => {
    for (const server of servers) {
      // A test that failed may have left it stopped, which would fail the others.
      if (server.running) server.kill('SIGCONT')
      else await server.start()
    }
  })

  it.each(servers)(
    'pain 1 kill -9 of Asterisk $label: the others go on, and take what is sent',
    async (victim) => {
      await using cluster = await clusterOf(named(servers)).connect({ wait: 'all' })
      const bystanders = new Bystanders(cluster, others(victim))
      const gaps: string[] = []
      cluster.on('UserEvent', () => undefined, {
        onGap: ({ server, reason }) => gaps.push(`${server} ${reason}`),
      })
      const client = cluster.server(victim.label)
      const waiting = entered(client, 'waiting')
      victim.kill()
      await waiting
      if (servers.length > 1) {
        const routed = await Promise.all(Array.from({ length: 20 }, () => cluster.send('Ping')))
        expect(routed.map(({ server }) => server)).not.toContain(victim.label)
      }
      const told = await cluster.broadcast('Ping')
      expect(codeOf(told.get(victim.label))).toBe('AMI_CONNECTION unsent')
      for (const label of others(victim)) expect(codeOf(told.get(label))).toBe('answered')
      const back = entered(client, 'ready')
      await victim.start()
      await back
      const again = cluster.once('UserEvent', { servers: [victim.label] })
      await client.send('UserEvent', { UserEvent: 'again' })
      expect((await again).server).toBe(victim.label)
      expect(gaps).toEqual([`${victim.label} reconnect`])
      expect(await bystanders.end()).toEqual(others(victim).map(() => UNDISTURBED))
    },
  )

  it('pain 17 H3 SIGSTOP for 20 s: found dead by keepalive, back soon after SIGCONT, and nobody else notices', async () => {
    const twins = await Promise.all(servers.map((server) => labServerWith(server, [])))
    const twinned = Object.fromEntries(twins.map((twin) => [`twin of ${twin.label}`, twin]))
    await using _ = {
      [Symbol.asyncDispose]: () =>
        Promise.all(twins.map((twin) => twin[Symbol.asyncDispose]())).then(() => undefined),
    }
    await using cluster = clusterOf(
      { ...named(servers), ...twinned },
      {
        defaults: {
          keepalive: { intervalMs: 1000, timeoutMs: 900, misses: 3 },
          timeouts: { bannerMs: 2000 },
        },
      },
    )
    await cluster.connect({ wait: 'all' })
    const bystanders = new Bystanders(cluster, Object.keys(twinned))
    const clients = servers.map(({ label }) => cluster.server(label))
    const stoppedAt = performance.now()
    for (const server of servers) server.kill('SIGSTOP')
    const pending = Promise.allSettled(clients.map((client) => client.send('CoreStatus')))
    await Promise.all(clients.map((client) => entered(client, 'waiting')))
    // Three pings, a second apart, and the wait for the last answer.
    expect(performance.now() - stoppedAt).toBeLessThan(6000)
    for (const client of clients) expect(client.health().lastError).toMatchObject({ reason: 'pong-timeout' })
    expect((await pending).map(codeOf)).toEqual(clients.map(() => 'AMI_CONNECTION unknown'))
    await new Promise((resolve) => setTimeout(resolve, 20_000 - (performance.now() - stoppedAt)))
    for (const client of clients)
      expect(client.health().lastError).toMatchObject({ reason: 'banner-timeout' })
    const back = Promise.all(clients.map((client) => entered(client, 'ready')))
    for (const server of servers) server.kill('SIGCONT')
    const continuedAt = performance.now()
    await back
    expect(performance.now() - continuedAt).toBeLessThan(3000)
    for (const client of clients) expect((await client.send('Ping')).ok).toBe(true)
    expect(await bystanders.end()).toEqual(twins.map(() => UNDISTURBED))
  })

  it.each(servers)(
    'pain 5 pain 25 restart of Asterisk $label under load: each action ends once, none is sent twice',
    async (victim) => {
      await using cluster = await clusterOf(named(servers)).connect({ wait: 'all' })
      const bystanders = new Bystanders(cluster, others(victim))
      const client = cluster.server(victim.label)
      const settled = new Map<string, number>()
      const take = (message: unknown): void => {
        const { server, actionId } = message as ActionReport
        if (server === victim.label) settled.set(actionId, (settled.get(actionId) ?? 0) + 1)
      }
      subscribe('amiable:action', take)
      const ends = new Map<string, number>()
      const work = async (action: string, fields: ActionFields): Promise<void> => {
        while (client.state === 'ready') {
          const [result] = await Promise.allSettled([client.send(action, fields)])
          ends.set(codeOf(result), (ends.get(codeOf(result)) ?? 0) + 1)
        }
      }
      const load = [
        ...Array.from({ length: 5 }, () => work('Originate', CALL)),
        ...Array.from({ length: 20 }, () => work('Command', { Command: 'core show applications' })),
      ]
      const refusedByRoute: string[] = []
      const routed = Array.from({ length: 5 }, async () => {
        while (client.state === 'ready') {
          const [result] = await Promise.allSettled([cluster.send('Ping')])
          if (codeOf(result) !== 'answered') refusedByRoute.push(codeOf(result))
        }
      })
      await cluster.once('Hangup', { servers: [victim.label] })
      const waiting = entered(client, 'waiting')
      await using operator = await clusterOf(
        { operator: victim },
        { defaults: { reconnect: false } },
      ).connect()
      void operator.server('operator').send('Command', { Command: 'core restart now' })
      await waiting
      await Promise.all([...load, ...routed])
      // What was on its way when the first refusal came; nothing is routed there after it.
      if (servers.length > 1) expect(refusedByRoute.length).toBeLessThanOrEqual(routed.length)
      // Until it ends, a server that has been told to stop refuses every action.
      const possible = ['AMI_CONNECTION unknown', 'AMI_REJECTED answered', 'answered']
      expect([...ends.keys()].filter((end) => !possible.includes(end))).toEqual([])
      expect(ends.get('AMI_CONNECTION unknown')).toBe(load.length)
      expect(ends.get('answered')).toBeGreaterThan(0)
      await entered(client, 'ready')
      unsubscribe('amiable:action', take)
      expect(Math.max(...settled.values())).toBe(1)
      expect((await client.send('Ping')).ok).toBe(true)
      const { actionsSent, actionsAnswered, actionsRejected, actionsLost, actionsTimedOut } =
        client.counters()
      expect(client.health().pendingActions).toBe(0)
      expect(actionsAnswered + actionsRejected + actionsLost + actionsTimedOut).toBe(actionsSent)
      expect(await bystanders.end()).toEqual(others(victim).map(() => UNDISTURBED))
    },
  )
})
