import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startSimulator } from '@amiable/simulator'
import { describe, expect, it } from 'vitest'
import { nextChange } from '../support/reached.ts'
import { clientOf, connectedTo, recordingLogger } from '../support/simulated-client.ts'

describe('what is logged', () => {
  it('A10 A14 a refused connection is known at once, with the system’s code, in one record per attempt', async () => {
    await using pbx = await startSimulator()
    await pbx.stop()
    const logger = recordingLogger()
    await using client = clientOf(pbx, {
      logger,
      reconnect: { minMs: 20, maxMs: 40 },
      timeouts: { connectMs: 60_000 },
    })
    client.connect().catch(() => undefined)
    for (let attempt = 0; attempt < 3; attempt += 1) await nextChange(client, 'waiting')
    expect(logger.records.map(({ level, message }) => `${level} ${message}`)).toEqual(
      Array.from({ length: 3 }, () => 'warn connection attempt failed'),
    )
    expect(logger.records[0]?.context).toEqual({
      server: 'pbx',
      endpoint: `${pbx.host}:${pbx.port}`,
      attempt: 1,
      failures: 1,
      lost: false,
      reason: 'connect',
      errno: 'ECONNREFUSED',
      retryInMs: expect.any(Number),
      error: {
        name: 'AmiConnectionError',
        message: `cannot connect to ${pbx.host}:${pbx.port}: ECONNREFUSED`,
        code: 'AMI_CONNECTION',
        reason: 'connect',
        errno: 'ECONNREFUSED',
        cause: expect.objectContaining({ code: 'ECONNREFUSED' }),
      },
    })
  })

  it('K4 never holds the secret, whatever goes wrong', async () => {
    const secret = 'correct horse, battery & staple'
    await using pbx = await startSimulator({ users: { admin: { secret } } })
    const logger = recordingLogger()
    await using client = await connectedTo(pbx, {
      secret,
      auth: 'plain',
      logger,
      reconnect: { minMs: 1, maxMs: 2 },
    })
    client.on('Hangup', () => {
      throw new Error(`cannot log in with Secret: ${secret}`)
    })
    pbx.event('Hangup')
    const [session] = pbx.sessions
    session?.write(`Action: Login\r\nUsername: admin\r\nSecret: ${secret}\r\n\r\n`)
    await client.send('Ping')
    const back = nextChange(client, 'ready')
    pbx.cutAll()
    await back
    pbx.refuseLogin(true)
    const refused = nextChange(client, 'auth-failed')
    pbx.cutAll()
    await refused
    const text = JSON.stringify(logger.records)
    expect(logger.records.length).toBeGreaterThan(4)
    expect(text).not.toMatch(/correct|horse|battery|staple/)
  })

  it('K3 G2 a flood into a small queue is told in few records, with exact numbers', async () => {
    await using pbx = await startSimulator()
    const logger = recordingLogger()
    await using client = await connectedTo(pbx, { logger })
    const subscription = client.subscribe({ capacity: 100 })
    await pbx.floodEvents({ count: 10_000 })
    await client.send('Ping')
    await client.close()
    const drops = logger.records.filter(({ message }) => message === 'events dropped')
    expect(subscription.dropped).toBe(9900)
    const counts = drops.map(({ context: { count } }) => Number(count))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(9900)
    expect(drops.length).toBeLessThan(20)
    for (const { context } of drops) expect(context).toMatchObject({ queueDepth: 99 })
  })
})

describe('a process', () => {
  /** Runs the built package in a process of its own. */
  async function run(script: string, port: number): Promise<{ stdout: string; stderr: string }> {
    const cwd = fileURLToPath(new URL('../../../../', import.meta.url))
    await promisify(execFile)(
      process.execPath,
      ['node_modules/typescript/bin/tsc', '-b', 'packages/amiable'],
      { cwd },
    )
    return promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, String(port)], { cwd })
  }

  it('K1 L1 F-005 has nothing printed for it, and ends by itself once its client is closed', async () => {
    await using pbx = await startSimulator()
    const { stdout, stderr } = await run(
      `
      import { AmiClient } from 'amiable'
      const options = { host: '127.0.0.1', port: Number(process.argv[1]), username: 'admin', secret: 'amp111' }
      const client = new AmiClient(options)
      await client.connect()
      client.on('Hangup', () => { throw new Error('of a handler') })
      client.onState(async () => { throw new Error('of a listener') })
      const event = client.once('Hangup')
      await client.send('UserEvent', { UserEvent: 'x' }).catch(() => undefined)
      void client.send('Hangup', { Channel: 'nowhere' })
      void client.once('Never')
      const wrong = new AmiClient({ ...options, secret: 'wrong' })
      void wrong.connect()
      await new Promise((resolve) => wrong.onState(({ to }) => to === 'auth-failed' && resolve()))
      await wrong.close()
      await client.close()
      process.exitCode = process._getActiveHandles().filter((handle) => handle.constructor.name === 'Socket' && handle.remotePort).length
      `,
      pbx.port,
    )
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' })
  }, 30_000)
})
