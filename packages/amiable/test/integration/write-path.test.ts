import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { startSimulator } from '@amiable/simulator'
import { AmiClient, type AmiError } from 'amiable'
import { describe, expect, it } from 'vitest'
import { clientOf, connectedTo } from '../support/simulated-client.ts'

function failure(promise: Promise<unknown>): Promise<AmiError> {
  return promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: AmiError) => error,
  )
}

function ready(ami: AmiClient): Promise<void> {
  return new Promise((resolve) => {
    const stop = ami.onState(({ to }) => {
      if (to !== 'ready') return
      stop()
      resolve()
    })
  })
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
/** About 100 KB in one action. */
const bulk = { Channel: 'PJSIP/100', Variable: Array.from({ length: 100 }, () => 'x'.repeat(1000)) }

describe('what was not written', () => {
  it('C1 C2 when the link was lost does not reach the next session', async () => {
    await using pbx = await startSimulator()
    await using ami = await connectedTo(pbx, {
      reconnect: { minMs: 1, maxMs: 5 },
      limits: { writeBufferBytes: 30_000_000 },
    })
    await ami.send('Ping')
    pbx.blackHole()
    const sent = Array.from({ length: 200 }, () => failure(ami.send('Originate', bulk)))
    await turn()
    expect(ami.health().writeBufferBytes).toBeGreaterThan(1_000_000)
    const queued = failure(ami.send('Originate', { Channel: 'PJSIP/queued' }))
    const back = ready(ami)
    pbx.cutAll()
    pbx.heal()
    const down = failure(ami.send('Originate', { Channel: 'PJSIP/down' }))
    expect(await queued).toMatchObject({ code: 'AMI_CONNECTION' })
    for (const error of await Promise.all(sent)) expect(error.code).toBe('AMI_CONNECTION')
    await down
    await back
    await ami.send('Ping')
    expect(ami.health().writeBufferBytes).toBe(0)
    const second = pbx.received.filter(({ session }) => session === 1)
    expect(second.map(({ action }) => action)).toEqual(['Challenge', 'Login', 'CoreSettings', 'Ping'])
  })

  it('C2 is refused while there is no session, and never sent', async () => {
    await using pbx = await startSimulator()
    await using ami = clientOf(pbx)
    const early = failure(ami.send('Originate', { Channel: 'PJSIP/early' }))
    const connected = ami.connect()
    const logging = failure(ami.send('Originate', { Channel: 'PJSIP/logging-in' }))
    await connected
    expect(await early).toMatchObject({ reason: 'not-ready', delivery: 'unsent' })
    expect(await logging).toMatchObject({ reason: 'not-ready', delivery: 'unsent' })
    await ami.send('Ping')
    expect(pbx.received.map(({ action }) => action)).not.toContain('Originate')
  })
})

describe('a peer that takes nothing', () => {
  it('C3 has only the actions refused that do not fit; the others are answered when it reads again', async () => {
    await using pbx = await startSimulator()
    await using ami = await connectedTo(pbx, { limits: { writeBufferBytes: 2_000_000 } })
    await ami.send('Ping')
    pbx.blackHole()
    const sent: Promise<unknown>[] = []
    let refused: AmiError | undefined
    for (let count = 0; refused === undefined && count < 1000; count += 1) {
      const one = ami.send('Originate', bulk)
      // What is refused is refused at once; what is taken is answered later.
      refused = (await Promise.race([one.then(undefined, (error: AmiError) => error), turn()])) as
        | AmiError
        | undefined
      if (refused === undefined) sent.push(one)
    }
    expect(refused).toMatchObject({ code: 'AMI_BACKPRESSURE', delivery: 'unsent' })
    expect(sent.length).toBeGreaterThan(15)
    expect(ami.health()).toMatchObject({ state: 'ready', pendingActions: sent.length })
    expect(ami.health().writeBufferBytes).toBeLessThanOrEqual(2_000_000)
    pbx.heal()
    const answers = await Promise.all(sent)
    expect(answers.every((answer) => (answer as { ok: boolean }).ok)).toBe(true)
    expect(ami.state).toBe('ready')
    expect(pbx.connections).toBe(1)
  })
})

describe('a peer that reads one byte at a time', () => {
  it('C5 gets every action whole and in order', async () => {
    const sockets: Socket[] = []
    let text = ''
    const frames: string[] = []
    const server = createServer({ noDelay: true }, (socket) => {
      sockets.push(socket)
      socket.write('Asterisk Call Manager/11.0.0\r\n')
      socket.on('error', () => undefined)
      const readOne = (): void => {
        const byte: Buffer | null = socket.read(1)
        if (byte !== null) {
          text += byte.toString('latin1')
          if (text.endsWith('\r\n\r\n')) {
            frames.push(text)
            const id = /ActionID: (.*)\r\n/.exec(text)?.[1]
            socket.write(`Response: Success\r\nActionID: ${id}\r\n\r\n`)
            text = ''
          }
        }
        if (byte === null) socket.once('readable', readOne)
        else setImmediate(readOne)
      }
      readOne()
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const ami = new AmiClient({ host: '127.0.0.1', port, username: 'a', secret: 'b', auth: 'plain' })
    await ami.connect()
    const values = Array.from({ length: 60 }, (_, index) => `${index}:${'ż'.repeat(index)}`)
    await Promise.all(values.map((Value) => ami.send('Setvar', { Variable: 'X', Value })))
    const got = frames.filter((frame) => frame.startsWith('Action: Setvar'))
    expect(
      got.map((frame) => /Value: (.*)\r\n\r\n$/.exec(Buffer.from(frame, 'latin1').toString())?.[1]),
    ).toEqual(values)
    for (const socket of sockets) socket.destroy()
    await ami.close()
    await new Promise((resolve) => server.close(resolve))
  }, 20_000)
})

describe('order', () => {
  it('pain 25 is kept: actions arrive as they were sent, over many turns and sizes', async () => {
    await using pbx = await startSimulator()
    await using ami = await connectedTo(pbx)
    const sent: Promise<unknown>[] = []
    for (let index = 0; index < 500; index += 1) {
      sent.push(ami.send('Setvar', { Variable: 'N', Value: `${index}${'x'.repeat((index * 37) % 900)}` }))
      if (index % 7 === 0) await turn()
    }
    await Promise.all(sent)
    const values = pbx.received
      .filter(({ action }) => action === 'Setvar')
      .map((request) => request.get('Value'))
    expect(values.map((value) => Number.parseInt(value ?? '', 10))).toEqual(sent.map((_, index) => index))
  })

  it('pain 25 nothing is sent again after a loss: an action whose fate is not known stays that way', async () => {
    await using pbx = await startSimulator()
    pbx.swallow('Originate')
    await using ami = await connectedTo(pbx, { reconnect: { minMs: 1, maxMs: 5 } })
    const arrived = pbx.nextRequest('Originate')
    const call = failure(ami.send('Originate', { Channel: 'PJSIP/100' }))
    await arrived
    const back = ready(ami)
    pbx.cutAll({ reset: true })
    expect(await call).toMatchObject({ code: 'AMI_CONNECTION', delivery: 'unknown' })
    await back
    await ami.send('Ping')
    expect(pbx.received.filter(({ action }) => action === 'Originate')).toHaveLength(1)
  })
})
