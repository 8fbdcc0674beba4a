import { AmiAbortedError, AmiClient, AmiClosedError, AmiConnectionError, connect } from 'amiable'
import { describe, expect, it } from 'vitest'
import { FakePbx, turns } from '../../support/fake-pbx.ts'
import { manualClient } from '../../support/manual-client.ts'
import { ManualClock } from '../../support/manual-clock.ts'

describe('client.connect', () => {
  it('opens nothing until it is called', async () => {
    const { client, pbx } = manualClient()
    client.subscribe()
    await turns()
    expect(client.state).toBe('idle')
    expect(pbx.links).toHaveLength(0)
  })

  it('resolves to the client, once logged in', async () => {
    const { client } = manualClient()
    const [connected] = await Promise.all([client.connect(), turns()])
    expect(connected).toBe(client)
    expect(client.state).toBe('ready')
  })

  it('lets nothing be sent until it is logged in', async () => {
    const { client, pbx } = manualClient()
    pbx.silentFor.add('login')
    client.connect().catch(() => undefined)
    await turns()
    expect(client.state).toBe('authenticating')
    await expect(client.send('Ping')).rejects.toMatchObject({
      reason: 'not-ready',
      message: 'Ping: not connected (authenticating)',
    })
    await client.close()
  })

  it('called twice makes one connection', async () => {
    const { client, pbx } = manualClient()
    await Promise.all([client.connect(), client.connect(), turns()])
    await client.connect()
    expect(pbx.links).toHaveLength(1)
  })

  it('pain 1 keeps trying when the first attempts fail', async () => {
    const { client, pbx, run } = manualClient()
    pbx.onDial = (link) => link.cut(new AmiConnectionError('refused', 'connect'))
    const connecting = client.connect()
    await turns()
    await run(3000)
    expect(client.state).toBe('waiting')
    pbx.onDial = (link) => link.greet()
    await run(5000)
    await expect(connecting).resolves.toBe(client)
  })

  it('during the wait for the next attempt waits for it, and hurries nothing', async () => {
    const { client, pbx, run } = manualClient()
    pbx.onDial = (link) => link.cut()
    void client.connect()
    await turns()
    pbx.onDial = (link) => link.greet()
    const second = client.connect()
    await turns()
    expect(pbx.links).toHaveLength(1)
    await run(125)
    await expect(second).resolves.toBe(client)
  })

  it('gives up waiting when its signal aborts, and the client goes on trying', async () => {
    const { client, pbx, run } = manualClient()
    pbx.onDial = (link) => link.cut()
    const controller = new AbortController()
    const connecting = client.connect({ signal: controller.signal })
    await turns()
    const reason = new Error('had enough')
    controller.abort(reason)
    await expect(connecting).rejects.toMatchObject({
      code: 'AMI_ABORTED',
      message: 'connect: aborted by the caller',
      cause: reason,
    })
    pbx.onDial = (link) => link.greet()
    await run(125)
    expect(client.state).toBe('ready')
  })

  it('with a signal that has aborted already opens nothing', async () => {
    const { client, pbx } = manualClient()
    await expect(client.connect({ signal: AbortSignal.abort() })).rejects.toBeInstanceOf(AmiAbortedError)
    await turns()
    expect(client.state).toBe('idle')
    expect(pbx.links).toHaveLength(0)
  })

  it('pain 24 leaves no listener on a signal that outlives it', async () => {
    const { client } = manualClient()
    let listeners = 0
    const { signal } = new AbortController()
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1
      add(...args)
    }
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1
      remove(...args)
    }
    await Promise.all([client.connect({ signal }), turns()])
    expect(listeners).toBe(0)
  })

  it('on a client that its owner closed rejects with AmiClosedError, whatever went wrong before', async () => {
    const { client, pbx } = manualClient()
    pbx.onDial = (link) => link.cut(new AmiConnectionError('refused', 'connect'))
    void client.connect()
    await turns()
    expect(client.health().lastError?.code).toBe('AMI_CONNECTION')
    await client.close()
    const connecting = client.connect()
    await expect(connecting).rejects.toBeInstanceOf(AmiClosedError)
    await expect(connecting).rejects.toMatchObject({
      message: 'connect: the client is closed',
      server: 'pbx',
    })
  })
})

describe('connect', () => {
  const options = (pbx: FakePbx, clock = new ManualClock()) => ({
    host: '127.0.0.1',
    username: 'u',
    secret: 's',
    dial: pbx.dial,
    clock,
  })

  it('resolves to a client that is ready', async () => {
    const [client] = await Promise.all([connect(options(new FakePbx())), turns()])
    expect(client).toBeInstanceOf(AmiClient)
    expect(client.state).toBe('ready')
    await Promise.all([client.close(), turns()])
  })

  it('H11 rejects when the login is refused, and leaves nothing running', async () => {
    const pbx = new FakePbx()
    const clock = new ManualClock()
    pbx.onRequest = (request, link) => link.respond(request, 'Error', 'Message: Authentication failed\r\n')
    await expect(connect(options(pbx, clock))).rejects.toMatchObject({ code: 'AMI_AUTH' })
    expect(clock.pending).toBe(0)
    expect(pbx.open).toBe(0)
  })

  it('rejects when its signal aborts, and leaves nothing running', async () => {
    const pbx = new FakePbx()
    const clock = new ManualClock()
    pbx.onDial = () => undefined
    const controller = new AbortController()
    const connecting = connect(options(pbx, clock), { signal: controller.signal })
    await turns()
    controller.abort()
    await expect(connecting).rejects.toMatchObject({ code: 'AMI_ABORTED' })
    expect(clock.pending).toBe(0)
    expect(pbx.open).toBe(0)
  })

  it('rejects at the first failure with reconnect off', async () => {
    const pbx = new FakePbx()
    const clock = new ManualClock()
    pbx.onDial = (link) => link.cut(new AmiConnectionError('refused', 'connect'))
    await expect(connect({ ...options(pbx, clock), reconnect: false })).rejects.toMatchObject({
      reason: 'connect',
    })
    expect(clock.pending).toBe(0)
  })

  it('rejects for options that cannot be, with every problem', async () => {
    await expect(connect({ host: '', username: 'u', secret: '' })).rejects.toMatchObject({
      code: 'AMI_ARGUMENT',
      problems: [{ path: 'host' }, { path: 'secret' }],
    })
  })
})
