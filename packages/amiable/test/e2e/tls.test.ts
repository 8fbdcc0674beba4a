import { connect as dialTls, type TLSSocket } from 'node:tls'
import { expect, it } from 'vitest'
import { describeOnServers, type LabServer } from './lab.ts'
import { clientFor, tlsClientFor } from './real-client.ts'

/** Logs in over TLS and writes so many pings as one record; how many answers come before the next write. */
async function answersToOneRecord(server: LabServer, pings: number): Promise<{ first: number; all: number }> {
  const socket: TLSSocket = dialTls({ host: 'localhost', port: server.tlsPort, ca: server.ca })
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
  })
  const heard = async (done: () => boolean): Promise<void> => {
    while (!done()) await new Promise((resolve) => socket.once('data', resolve))
  }
  const count = (): number => text.split('Ping: Pong').length - 1
  await new Promise((resolve) => socket.once('secureConnect', resolve))
  socket.write('Action: Login\r\nUsername: admin\r\nSecret: amp111\r\nEvents: off\r\n\r\n')
  await heard(() => text.includes('Authentication accepted'))
  socket.write(
    Array.from({ length: pings }, (_, index) => `Action: Ping\r\nActionID: p${index}\r\n\r\n`).join(''),
  )
  // A second session that is answered shows that the server had time for the first.
  await using clock = await clientFor(server).connect()
  for (let round = 0; round < 20; round += 1) await clock.send('Ping')
  const first = count()
  socket.write('Action: Ping\r\nActionID: last\r\n\r\n')
  await heard(() => count() > pings)
  const all = count()
  socket.destroy()
  return { first, all }
}

describeOnServers(
  'TLS on a real server',
  (server) => {
    it('one record of many actions stalls the server: what the outbox works round', async () => {
      const { first, all } = await answersToOneRecord(server, 60)
      expect(first).toBeLessThan(60)
      expect(all).toBe(61)
    })

    it('pain 21 600 actions of one turn are all answered, none waits for the next packet', async () => {
      await using ami = await tlsClientFor(server).connect()
      const answers = await Promise.all(
        Array.from({ length: 600 }, () => ami.send('Ping', undefined, { timeoutMs: 20_000 })),
      )
      expect(answers.filter(({ ok }) => ok)).toHaveLength(600)
    })

    it('pain 21 actions of every length are answered, the longest lines included', async () => {
      await using ami = await tlsClientFor(server).connect()
      const values = Array.from({ length: 40 }, (_, index) => 'ż'.repeat(5 + index * 12))
      const names = values.map((_, index) => `AMIABLE_TLS_${index}`)
      await Promise.all(
        names.map((Variable, index) => ami.send('Setvar', { Variable, Value: values[index] ?? '' })),
      )
      const read = await Promise.all(names.map((Variable) => ami.send('Getvar', { Variable })))
      expect(read.map((answer) => answer.get('Value'))).toEqual(values)
    })

    it('pain 21 refuses a certificate that is not trusted, and a name that it is not for', async () => {
      const untrusted = tlsClientFor(server, { tls: true, reconnect: false })
      await expect(untrusted.connect()).rejects.toMatchObject({ code: 'AMI_CONNECTION', reason: 'tls' })
      const misnamed = tlsClientFor(server, {
        tls: { ca: server.ca, servername: 'pbx.example' },
        reconnect: false,
      })
      await expect(misnamed.connect()).rejects.toMatchObject({
        code: 'AMI_CONNECTION',
        errno: 'ERR_TLS_CERT_ALTNAME_INVALID',
      })
    })

    it('says what may be wrong when a plain client dials the TLS port', async () => {
      const plain = clientFor(server, {
        port: server.tlsPort,
        reconnect: false,
        timeouts: { bannerMs: 3000 },
      })
      await expect(plain.connect()).rejects.toMatchObject({ code: 'AMI_CONNECTION' })
    })
  },
  'owned',
)
