import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { AmiConnectionError } from '../../../src/errors.ts'
import { isLoopback, type Lookup, type TcpOptions, tcp } from '../../../src/transport/tcp.ts'
import type { Transport } from '../../../src/transport/transport.ts'
import { deferred } from '../../../src/util/deferred.ts'

const servers: Server[] = []
const transports: Transport[] = []

afterEach(async () => {
  for (const transport of transports.splice(0)) transport.destroy()
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
})

/** Listens on a free port. */
async function listen(onSocket: (socket: Socket) => void = () => undefined): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    onSocket(socket)
  })
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const port = await listen()
  await new Promise((resolve) => servers.pop()?.close(resolve))
  return port
}

interface Dialed {
  readonly transport: Transport
  readonly opened: Promise<void>
  readonly closed: Promise<AmiConnectionError | undefined>
  /** Everything that came, in order. */
  readonly log: string[]
}

function dial(options: Partial<TcpOptions>): Dialed {
  const [opened, closed] = [deferred<void>(), deferred<AmiConnectionError | undefined>()]
  const log: string[] = []
  const transport = tcp({
    server: 'pbx',
    host: '127.0.0.1',
    port: 1,
    tls: false,
    lookup: undefined,
    ...options,
  })({
    onOpen: () => {
      log.push('open')
      opened.resolve()
    },
    onData: (chunk) => log.push(Buffer.from(chunk).toString()),
    onClose: (error) => {
      log.push('close')
      closed.resolve(error)
    },
  })
  transports.push(transport)
  return { transport, opened: opened.promise, closed: closed.promise, log }
}

const answering =
  (address: string): Lookup =>
  (_host, { all }, callback) => {
    setImmediate(() => {
      if (all === true) callback(null, [{ address, family: 4 }])
      else callback(null, address, 4)
    })
  }

describe('a TCP connection', () => {
  it('opens, reads and writes, and tells of its end in good order', async () => {
    const port = await listen((socket) => {
      socket.write('hello')
      socket.on('data', (chunk) => socket.end(`you said ${chunk}`))
    })
    const { transport, opened, closed, log } = dial({ port })
    await opened
    transport.write('żółw', 'utf8')
    expect(await closed).toBeUndefined()
    expect(log.join('|')).toBe('open|hello|you said żółw|close')
    expect(transport.encrypted).toBe(false)
  })

  it('D10 hands over what came before the end', async () => {
    const port = await listen((socket) => socket.end('x'.repeat(500_000)))
    const { closed, log } = dial({ port })
    expect(await closed).toBeUndefined()
    expect(log.slice(1, -1).join('')).toHaveLength(500_000)
  })

  it('says what it was told to say before it ends', async () => {
    const heard = deferred<string>()
    const port = await listen((socket) => {
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk
      })
      socket.on('end', () => heard.resolve(text))
    })
    const { transport, opened } = dial({ port })
    await opened
    transport.write('last words', 'latin1')
    transport.end()
    expect(await heard.promise).toBe('last words')
  })

  it('knows what the operating system has not taken, and tells when it has', async () => {
    const sockets: Socket[] = []
    const port = await listen((socket) => sockets.push(socket.pause()))
    const { transport, opened } = dial({ port })
    await opened
    const taken = deferred<void>()
    transport.write('x'.repeat(20_000_000), 'latin1', () => taken.resolve())
    await new Promise((resolve) => setImmediate(resolve))
    expect(transport.bufferedBytes).toBeGreaterThan(1_000_000)
    sockets[0]?.resume()
    await taken.promise
    expect(transport.bufferedBytes).toBe(0)
  })

  it('tells of a reset with its errno', async () => {
    const port = await listen((socket) => {
      socket.on('data', () => socket.resetAndDestroy())
    })
    const { transport, opened, closed } = dial({ port })
    await opened
    transport.write('x', 'latin1')
    expect(await closed).toMatchObject({
      code: 'AMI_CONNECTION',
      reason: 'reset',
      errno: 'ECONNRESET',
      message: `the connection to 127.0.0.1:${port} broke: ECONNRESET`,
      server: 'pbx',
    })
  })

  it('A10 tells of a closed port at once, with its errno', async () => {
    const port = await closedPort()
    const startedAt = performance.now()
    const { closed, log } = dial({ port })
    expect(await closed).toMatchObject({
      code: 'AMI_CONNECTION',
      reason: 'connect',
      errno: 'ECONNREFUSED',
      message: `cannot connect to 127.0.0.1:${port}: ECONNREFUSED`,
    })
    expect(performance.now() - startedAt).toBeLessThan(100)
    expect(log).toEqual(['close'])
  })

  it('says nothing more once it was destroyed', async () => {
    const ended = deferred<void>()
    const port = await listen((socket) => {
      socket.write('hello')
      socket.on('close', () => ended.resolve())
    })
    const { transport, opened, log } = dial({ port })
    await opened
    transport.destroy()
    transport.destroy()
    await ended.promise
    await new Promise((resolve) => setImmediate(resolve))
    expect(log.filter((line) => line === 'close')).toEqual([])
  })

  it('does not open when it was destroyed before', async () => {
    const port = await listen()
    const { transport, log } = dial({ port })
    transport.destroy()
    const other = dial({ port })
    await other.opened
    expect(log).toEqual([])
  })
})

describe('a host name', () => {
  it('A3 is asked for at each dial, through the lookup that was given', async () => {
    const port = await listen()
    let asked = 0
    const lookup: Lookup = (...args) => {
      asked += 1
      answering('127.0.0.1')(...args)
    }
    const first = dial({ host: 'pbx.test', port, lookup })
    expect(first.transport.phase).toBe('dns')
    await first.opened
    expect(first.transport.phase).toBe('tcp')
    await dial({ host: 'pbx.test', port, lookup }).opened
    expect(asked).toBe(2)
  })

  it('is not asked for where there is none', async () => {
    const port = await listen()
    const { transport, opened } = dial({
      port,
      lookup: () => {
        throw new Error('nobody was to ask')
      },
    })
    expect(transport.phase).toBe('tcp')
    await opened
  })

  it('A3 is left in phase dns by a lookup that never answers', async () => {
    const { transport, log } = dial({ host: 'pbx.test', lookup: () => undefined })
    await new Promise((resolve) => setImmediate(resolve))
    expect(transport.phase).toBe('dns')
    expect(log).toEqual([])
  })

  it.each([
    [
      'fails',
      (_host: string, _options: object, callback: (error: Error) => void) => {
        setImmediate(() => callback(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })))
      },
      'ENOTFOUND',
    ],
    [
      'throws',
      () => {
        throw Object.assign(new Error('no resolver'), { code: 'ESEALED' })
      },
      'ESEALED',
    ],
  ])('A3 A10 ends with reason dns when its lookup %s', async (_what, lookup, errno) => {
    const { closed, log } = dial({ host: 'pbx.test', lookup: lookup as Lookup })
    expect(await closed).toMatchObject({
      code: 'AMI_CONNECTION',
      reason: 'dns',
      errno,
      message: expect.stringContaining('pbx.test cannot be resolved'),
    })
    expect(log).toEqual(['close'])
  })

  it.each([true, false])(
    'may be resolved in one turn (%s), and to one address where a list was asked for',
    async (now) => {
      const port = await listen()
      const lookup: Lookup = (_host, _options, callback) => {
        if (now) callback(null, '127.0.0.1', 4)
        else setImmediate(() => callback(null, '127.0.0.1'))
      }
      const { transport, opened } = dial({ host: 'pbx.test', port, lookup })
      await opened
      expect(transport.phase).toBe('tcp')
      const refused = dial({ host: 'pbx.test', port: await closedPort(), lookup })
      expect(await refused.closed).toMatchObject({ reason: 'connect', errno: 'ECONNREFUSED' })
    },
  )

  it('that resolves to no address ends the attempt, and does not throw', async () => {
    const { closed } = dial({ host: 'pbx.test', lookup: answering('nonsense') })
    expect(await closed).toMatchObject({ code: 'AMI_CONNECTION', errno: 'ERR_INVALID_IP_ADDRESS' })
  })
})

describe('isLoopback', () => {
  it.each([
    ['localhost', true],
    ['LOCALHOST', true],
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['10.0.0.1', false],
    ['127.example.com', false],
    ['localhost.example.com', false],
    ['::', false],
    ['0.0.0.0', false],
    ['pbx', false],
  ])('of %s is %s', (host, loopback) => {
    expect(isLoopback(host)).toBe(loopback)
  })
})
