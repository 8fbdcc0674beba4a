import { X509Certificate } from 'node:crypto'
import { selfSignedCertificate, startSimulator } from '@amiable/simulator'
import { expect, it } from 'vitest'
import { RawClient } from './raw-client.ts'

const BANNER = 'Asterisk Call Manager/11.0.0\r\n'

it('makes a certificate for the hosts it is told, valid when it is told', () => {
  const notBefore = new Date('2020-01-02T03:04:05Z')
  const notAfter = new Date('2049-06-07T08:09:10Z')
  const { cert } = selfSignedCertificate({ hosts: ['pbx.test', '10.0.0.7'], notBefore, notAfter })
  const read = new X509Certificate(cert)
  expect(read.subjectAltName).toBe('DNS:pbx.test, IP Address:10.0.0.7')
  expect(read.checkIssued(read)).toBe(true)
  expect(read.verify(read.publicKey)).toBe(true)
  expect(Date.parse(read.validFrom)).toBe(notBefore.getTime())
  expect(Date.parse(read.validTo)).toBe(notAfter.getTime())
})

it('speaks TLS from the first byte with a certificate it can make itself', async () => {
  const certificate = selfSignedCertificate()
  await using pbx = await startSimulator({ tls: certificate })
  await using client = await RawClient.connectTls(pbx.port, certificate.cert)
  await client.login()
  expect(client.text.startsWith(BANNER)).toBe(true)
  expect(pbx.url).toMatch(/^amis:/)
  expect(pbx.sessions[0]?.user).toBe('admin')
  pbx.cutAll({ reset: true })
  await client.end()
  expect(client.ending?.code).toBe('ECONNRESET')
})

it('asks for a client certificate and refuses who has none', async () => {
  const certificate = selfSignedCertificate()
  await using pbx = await startSimulator({ tls: { ...certificate, requestCert: true, ca: certificate.cert } })
  await using client = await RawClient.connectTls(pbx.port, certificate.cert)
  expect(await client.end()).toBe('')
  expect(pbx.connections).toBe(0)
})

it('stalls on a TLS record of more than 1024 bytes until the next one comes, as Asterisk does', async () => {
  const certificate = selfSignedCertificate()
  await using pbx = await startSimulator({ tls: { ...certificate, stalls: true } })
  await using client = await RawClient.connectTls(pbx.port, certificate.cert)
  await client.login('Events: off')
  const ping = (id: number): string => `Action: Ping\r\nActionID: p${id}\r\n\r\n`
  const pings = Array.from({ length: 60 }, (_, at) => ping(100 + at)).join('')
  client.write(pings)
  const read = Math.floor(1024 / ping(100).length)
  await client.response(`p${100 + read - 1}`)
  expect(pbx.received.at(-1)?.actionId).toBe(`p${100 + read - 1}`)
  client.write(ping(160))
  await client.response('p159')
})
