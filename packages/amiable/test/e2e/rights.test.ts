import { AmiAuthError, type AmiClient } from 'amiable'
import { expect, it } from 'vitest'
import { Bystanders, UNDISTURBED } from './bystander.ts'
import { describeOnFleet, type LabServer } from './lab.ts'
import { clientFor, clusterOf, entered } from './real-client.ts'
import { changeUser } from './user-rights.ts'

const CALL = { Channel: 'Local/quick@cust', Application: 'Wait', Data: '1', Async: true }
const FIRST = { secret: 'first', read: 'call,user', write: 'call,originate,reporting' }

/** What became of a call: accepted, or why not. */
async function fateOfCall(client: AmiClient): Promise<string> {
  try {
    await client.send('Originate', CALL)
    return 'accepted'
  } catch (error) {
    return (error as Error).message
  }
}

describeOnFleet('rights and secrets of real servers', (servers) => {
  const others = (victim: LabServer): Readonly<Record<string, LabServer>> =>
    Object.fromEntries(servers.filter((one) => one !== victim).map((one) => [one.label, one]))
  const login = ({ host, port }: LabServer, secret = FIRST.secret): object => ({
    host,
    port,
    username: 'changing',
    secret,
  })

  it.each(servers)(
    'pain 18 H11 a wrong secret keeps Asterisk $label out of the fleet, until it is replaced by the right one',
    async (server) => {
      const right = others(server)
      await using cluster = clusterOf(right)
      const wrong = cluster.add('wrong', { host: server.host, port: server.port, secret: 'not the secret' })
      await expect(cluster.connect({ wait: 'all' })).rejects.toBeInstanceOf(AmiAuthError)
      await Promise.all(Object.keys(right).map((name) => entered(cluster.server(name), 'ready')))
      const bystanders = new Bystanders(cluster, Object.keys(right))
      expect(cluster.health().get('wrong')).toMatchObject({ state: 'auth-failed', status: 'auth-failed' })
      const routed = await Promise.allSettled(Array.from({ length: 10 }, () => cluster.send('Ping')))
      for (const answer of routed) {
        if (answer.status === 'fulfilled') expect(Object.keys(right)).toContain(answer.value.server)
        else expect(answer.reason).toMatchObject({ code: 'AMI_NO_SERVER' })
      }
      const heard = cluster.once('UserEvent', { servers: ['wrong'] })
      const corrected = cluster.replace('wrong', { host: server.host, port: server.port })
      await entered(corrected, 'ready')
      await corrected.send('UserEvent', { UserEvent: 'corrected' })
      expect((await heard).get('UserEvent')).toBe('corrected')
      expect(wrong.counters()).toMatchObject({ attempts: 1, authFailures: 1 })
      expect(await bystanders.end()).toEqual(Object.keys(right).map(() => UNDISTURBED))
    },
  )

  it.each(servers)(
    'pain 16 a right taken away on Asterisk $label holds from the next login on: the rejection says so, events stop',
    async (server) => {
      await changeUser(server, FIRST)
      await using cluster = clusterOf(others(server))
      const client = cluster.add('changing', login(server))
      await cluster.connect({ wait: 'all' })
      const bystanders = new Bystanders(cluster, Object.keys(others(server)))
      expect(await fateOfCall(client)).toBe('accepted')
      await changeUser(server, { read: 'reporting', write: 'reporting' })
      // Asterisk keeps a session's rights as they were at its login.
      const created = cluster.once('Newchannel', { servers: ['changing'] })
      expect(await fateOfCall(client)).toBe('accepted')
      await created

      const again = cluster.replace('changing', login(server))
      await entered(again, 'ready')
      const names: string[] = []
      // Which 22 sends to everybody.
      again.on('*', ({ name }) => name !== 'TestEvent' && names.push(name))
      expect(await fateOfCall(again)).toBe('Originate: Permission denied')
      expect(again.health()).toMatchObject({ state: 'ready', status: 'ready', failures: 0 })
      await using admin = await clientFor(server).connect()
      const called = admin.once('Hangup')
      await admin.send('Originate', CALL)
      await called
      await again.send('Ping')
      expect(names).toEqual([])
      expect(await bystanders.end()).toEqual(Object.keys(others(server)).map(() => UNDISTURBED))
    },
  )

  it.each(servers)(
    'pain 18 H11 a secret changed on Asterisk $label refuses the next login, once, and harms nothing before',
    async (server) => {
      await changeUser(server, FIRST)
      await using cluster = clusterOf(others(server))
      const client = cluster.add('changing', login(server))
      await cluster.connect({ wait: 'all' })
      const bystanders = new Bystanders(cluster, Object.keys(others(server)))
      await changeUser(server, { secret: 'second' })
      expect((await client.send('Ping')).ok).toBe(true)
      const refused = entered(client, 'auth-failed')
      await using admin = await clientFor(server, { reconnect: false }).connect()
      void admin.send('Command', { Command: 'core restart now' })
      await refused
      expect(client.health().lastError).toMatchObject({ code: 'AMI_AUTH' })
      expect(client.health().retryInMs).toBeGreaterThan(100_000)
      const rotated = cluster.replace('changing', login(server, 'second'))
      await entered(rotated, 'ready')
      expect(client.counters().authFailures).toBe(1)
      expect(await bystanders.end()).toEqual(Object.keys(others(server)).map(() => UNDISTURBED))
    },
  )
})
