import { spawn } from 'node:child_process'
import { expect, it } from 'vitest'
import { describeOnServers } from './lab.ts'
import { clusterOf, entered } from './real-client.ts'

/** Stops this whole process, its clients included, as a debugger or an overloaded machine does. */
function stopMyself(seconds: number): void {
  const script = `kill -STOP ${process.pid}; sleep ${seconds}; kill -CONT ${process.pid}`
  spawn('sh', ['-c', script], { stdio: 'ignore', detached: true }).unref()
}

const NOISE = 4000

describeOnServers(
  'a client that does not read',
  (server) => {
    it('pain 2 is cut off by Asterisk after its write timeout, and comes back; a patient user loses nothing', async () => {
      await using cluster = clusterOf({ cut: server, patient: server, calm: server })
      cluster.replace('cut', { host: server.host, port: server.port, username: 'fast' })
      cluster.replace('patient', { host: server.host, port: server.port, username: 'flood' })
      cluster.replace('calm', { host: server.host, port: server.port, events: 'off' })
      const gaps: string[] = []
      const left: number[] = []
      cluster.on(
        'UserEvent',
        (event) => {
          if (event.server === 'patient') left.push(Number(event.get('Left')))
        },
        {
          where: (event) => event.get('UserEvent') === 'Noise',
          capacity: 2 * NOISE,
          maxBytes: 100_000_000,
          onGap: ({ server: name, reason }) => gaps.push(`${name} ${reason}`),
        },
      )
      await cluster.connect({ wait: 'all' })
      const cut = cluster.server('cut')
      const waiting = entered(cut, 'waiting')
      await cluster.server('calm').send('Originate', {
        Channel: 'Local/noise@cust/n',
        Application: 'Wait',
        Data: '60',
        Async: true,
        Variable: { NOISE_PAD: 'x'.repeat(90), NOISE_COUNT: `${NOISE}` },
      })
      stopMyself(1.5)
      await waiting
      await entered(cut, 'ready')
      const patient = cluster.server('patient')
      while (left.at(-1) !== 1) await cluster.once('UserEvent', { servers: ['patient'] })
      expect(left).toEqual(Array.from({ length: NOISE }, (_, at) => NOISE - at))
      for (const client of [patient, cluster.server('calm')]) {
        expect(client.counters()).toMatchObject({ attempts: 1, sessionsLost: 0, eventsDropped: 0 })
      }
      // With a patience of 100 ms, the return of a busy reader may be followed by another loss.
      expect([...new Set(gaps)]).toEqual(['cut reconnect'])
      expect((await cut.send('Ping')).ok).toBe(true)
    })
  },
  'owned',
)
