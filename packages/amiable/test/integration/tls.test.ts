import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { startSimulator } from '@amiable/simulator'
import { AmiClient, type AmiClientOptions, type Lookup } from 'amiable'
import { describe, expect, it } from 'vitest'
import { clientOf, connectedTo, recordingLogger } from '../support/simulated-client.ts'
import { ca, clientIdentity, serverIdentity, strangerIdentity } from '../support/test-certificates.ts'

const loopback: Lookup = (_host, _options, callback) => callback(null, '127.0.0.1', 4)
/** Fails at the first failure, and reaches this machine under any name. */
const atOnce: Partial<AmiClientOptions> = { reconnect: false, lookup: loopback }

describe('pain 21 TLS', () => {
  it('pain 21 logs in, asks and listens when the authority is known', async () => {
    await using pbx = await startSimulator({ tls: serverIdentity })
    await using ami = await connectedTo(pbx, { host: 'localhost', tls: { ca } })
    const hangup = ami.once('Hangup')
    pbx.event('Hangup', { Channel: 'PJSIP/100' })
    expect((await hangup).get('Channel')).toBe('PJSIP/100')
    const answers = await Promise.all(Array.from({ length: 600 }, () => ami.send('Ping')))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(600)
  })

  it('pain 21 reaches the server by its address, when the certificate is for that', async () => {
    await using pbx = await startSimulator({ tls: serverIdentity })
    await using ami = await connectedTo(pbx, { host: '127.0.0.1', tls: { ca } })
    expect((await ami.send('Ping')).ok).toBe(true)
  })

  it('pain 21 tells the server which name it wants: the host, unless another is given', async () => {
    const names: (string | undefined)[] = []
    const server = createTlsServer({
      ...serverIdentity,
      SNICallback: (name, callback) => {
        names.push(name)
        callback(null)
      },
    })
    server.on('secureConnection', (socket) => socket.end())
    server.on('tlsClientError', () => undefined)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    for (const servername of [undefined, 'localhost']) {
      const tls = servername === undefined ? { ca } : { ca, servername }
      const ami = new AmiClient({ ...atOnce, host: 'pbx.test', port, username: 'a', secret: 'b', tls })
      await expect(ami.connect()).rejects.toMatchObject({ reason: 'closed-by-server' })
    }
    await new Promise((resolve) => server.close(resolve))
    expect(names).toEqual(['pbx.test', 'localhost'])
  })

  it.each([
    ['an authority that nobody knows', serverIdentity, true, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['a certificate signed by itself', strangerIdentity, { ca }, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ])('pain 21 refuses %s without being told to', async (_what, identity, tls, errno) => {
    await using pbx = await startSimulator({ tls: identity })
    const attempt = clientOf(pbx, { ...atOnce, host: 'localhost', tls }).connect()
    await expect(attempt).rejects.toMatchObject({
      code: 'AMI_CONNECTION',
      reason: 'tls',
      errno,
      message: `cannot connect to localhost:${pbx.port}: ${errno}`,
    })
    expect(pbx.received).toEqual([])
  })

  it('pain 21 refuses a certificate for another name', async () => {
    await using pbx = await startSimulator({ tls: serverIdentity })
    const attempt = clientOf(pbx, { ...atOnce, host: 'pbx.example', tls: { ca } }).connect()
    await expect(attempt).rejects.toMatchObject({ reason: 'tls', errno: 'ERR_TLS_CERT_ALTNAME_INVALID' })
    expect(pbx.received).toEqual([])
  })

  it('pain 21 verifies nothing when told so, and only then', async () => {
    await using pbx = await startSimulator({ tls: strangerIdentity })
    await using ami = await connectedTo(pbx, {
      host: 'pbx.example',
      ...atOnce,
      tls: { rejectUnauthorized: false },
    })
    expect((await ami.send('Ping')).ok).toBe(true)
  })

  it('pain 21 lets its owner pin the certificate', async () => {
    await using pbx = await startSimulator({ tls: serverIdentity })
    const pinned = new Error('not the certificate that was pinned')
    const tls = { ca, checkServerIdentity: () => pinned }
    const attempt = clientOf(pbx, { ...atOnce, host: 'localhost', tls }).connect()
    await expect(attempt).rejects.toMatchObject({ reason: 'tls', cause: pinned })
  })

  it('pain 21 proves who the client is, to a server that asks', async () => {
    await using pbx = await startSimulator({ tls: { ...serverIdentity, requestCert: true, ca } })
    await using ami = await connectedTo(pbx, { host: 'localhost', tls: { ca, ...clientIdentity } })
    expect((await ami.send('Ping')).ok).toBe(true)
  })

  it('pain 21 says that the server refused a client without a certificate', async () => {
    await using pbx = await startSimulator({ tls: { ...serverIdentity, requestCert: true, ca } })
    const attempt = clientOf(pbx, { ...atOnce, host: 'localhost', tls: { ca } }).connect()
    await expect(attempt).rejects.toMatchObject({
      code: 'AMI_CONNECTION',
      reason: 'tls',
      errno: expect.stringMatching(/^ERR_SSL_.*ALERT/),
    })
    expect(pbx.received).toEqual([])
  })

  it('pain 21 says so when the client’s own certificate cannot be read', async () => {
    await using pbx = await startSimulator({ tls: serverIdentity })
    const ami = clientOf(pbx, {
      ...atOnce,
      host: 'localhost',
      tls: { ca, cert: 'nonsense', key: 'nonsense' },
    })
    await expect(ami.connect()).rejects.toMatchObject({ code: 'AMI_CONNECTION', reason: 'tls' })
    expect(pbx.connections).toBe(0)
  })

  it('pain 21 says so when the server does not speak TLS', async () => {
    await using pbx = await startSimulator()
    const attempt = clientOf(pbx, { ...atOnce, host: 'localhost', tls: { ca } }).connect()
    await expect(attempt).rejects.toMatchObject({ code: 'AMI_CONNECTION', reason: 'tls' })
  })

  it('pain 21 gives a handshake no longer than connectMs', async () => {
    const server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const ami = new AmiClient({
      ...atOnce,
      host: 'localhost',
      port,
      username: 'a',
      secret: 'b',
      tls: { ca },
      timeouts: { connectMs: 50 },
    })
    await expect(ami.connect()).rejects.toMatchObject({
      reason: 'connect-timeout',
      message: 'no connection within 50 ms (tls)',
    })
    await new Promise((resolve) => server.close(resolve))
  })

  it('pain 21 says what may be wrong when a plain client dials the TLS port', async () => {
    await using pbx = await startSimulator({ tls: serverIdentity })
    const ami = clientOf(pbx, { ...atOnce, timeouts: { bannerMs: 50 } })
    await expect(ami.connect()).rejects.toMatchObject({ code: 'AMI_CONNECTION', reason: 'banner-timeout' })
  })
})

describe('pain 21 without TLS', () => {
  const warnings = (records: readonly { level: string; message: string }[]): string[] =>
    records
      .filter(({ level, message }) => level === 'warn' && message.includes('not encrypted'))
      .map(() => 'warned')

  it('pain 21 warns once when events could be read on the way', async () => {
    await using pbx = await startSimulator()
    const logger = recordingLogger()
    await using ami = clientOf(pbx, { host: 'pbx.test', lookup: loopback, logger })
    await Promise.all([ami.connect(), ami.connect()])
    const again = ami.once('FullyBooted')
    pbx.cutAll()
    await again
    await ami.connect()
    expect(warnings(logger.records)).toEqual(['warned'])
    expect(logger.records.find(({ message }) => message.includes('not encrypted'))?.context).toMatchObject({
      server: 'pbx',
      host: 'pbx.test',
    })
  })

  it('pain 21 does not warn on this machine itself, nor on TLS', async () => {
    const logger = recordingLogger()
    await using plain = await startSimulator()
    await using local = await connectedTo(plain, { logger })
    await using secure = await startSimulator({ tls: serverIdentity })
    await using remote = await connectedTo(secure, {
      host: 'pbx.test',
      lookup: loopback,
      tls: { ca },
      logger,
    })
    expect([local.state, remote.state]).toEqual(['ready', 'ready'])
    expect(warnings(logger.records)).toEqual([])
  })
})
