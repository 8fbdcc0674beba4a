import { Worker } from 'node:worker_threads'
import { type SimulatedRequest, type SimulatedSession, startSimulator } from '@amiable/simulator'
import type { AmiClient, AmiError, ClientCounters } from 'amiable'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { clientOf, connectedTo, recordingLogger } from '../support/simulated-client.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** Keeps each request of an action, for the test to answer. */
interface Held {
  readonly request: SimulatedRequest
  readonly session: SimulatedSession
}

function failure(promise: Promise<unknown>): Promise<AmiError> {
  return promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: AmiError) => error,
  )
}

/** Resolves when a state is reached, with what led to it. */
function reached(ami: AmiClient, state: AmiClient['state']): Promise<AmiError | undefined> {
  return new Promise((resolve) => {
    const stop = ami.onState(({ to, cause }) => {
      if (to !== state) return
      stop()
      resolve(cause)
    })
  })
}

function pick(
  counters: Readonly<ClientCounters>,
  ...names: (keyof ClientCounters)[]
): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, counters[name]]))
}

describe('an action', () => {
  it('E1 that Asterisk refuses is rejected, whatever was told about it before', async () => {
    await using pbx = await startSimulator()
    pbx.script('Originate', (request, session) => {
      session.event('OriginateResponse', { ActionID: request.actionId ?? '', Response: 'Failure', Reason: 3 })
      session.event('OriginateResponse', { ActionID: request.actionId ?? '', Response: 'Success', Reason: 4 })
      session.refuse(request, 'Originate failed')
    })
    await using ami = await connectedTo(pbx)
    await expect(ami.send('Originate', { Channel: 'PJSIP/100' })).rejects.toMatchObject({
      code: 'AMI_REJECTED',
      message: 'Originate: Originate failed',
    })
    expect(pick(ami.counters(), 'unknownResponses', 'actionsRejected')).toEqual({
      unknownResponses: 0,
      actionsRejected: 1,
    })
  })

  it('E1 without a response is never taken for done', async () => {
    await using pbx = await startSimulator()
    pbx.script('Originate', (request, session) => {
      session.event('OriginateResponse', { ActionID: request.actionId ?? '', Response: 'Success', Reason: 4 })
    })
    await using ami = await connectedTo(pbx)
    await expect(ami.send('Originate', { Channel: 'PJSIP/100' }, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'AMI_TIMEOUT',
      delivery: 'unknown',
    })
  })

  it('E10 pain 6 that fails hands over all that Asterisk said', async () => {
    await using pbx = await startSimulator()
    pbx.script('Command', (request, session) =>
      session.respond(
        request,
        [
          ['Message', 'Command output follows'],
          ['Output', 'No such command'],
          ['Output', ''],
          ['Output', '\tindented: yes  '],
        ],
        'Error',
      ),
    )
    await using ami = await connectedTo(pbx)
    const error = await failure(ami.send('Command', { Command: 'nonsense' }))
    expect(error.response?.output).toEqual(['No such command', '', '\tindented: yes  '])
    expect(error.response?.getAll('Output')).toHaveLength(3)
  })

  it.each([false, true])(
    'pain 6 prints the same, whatever the Asterisk (before 14: %s)',
    async (legacyCommand) => {
      const lines = ['Channel   State', '', '  1 active: yes', '--END--', 'ActionID: 9', 'last']
      await using pbx = await startSimulator({
        legacyCommand,
        commands: { 'core show x': lines.join('\n') },
      })
      await using ami = await connectedTo(pbx)
      expect((await ami.send('Command', { Command: 'core show x' })).output).toEqual(lines)
    },
  )

  it('E13 may be sent twice at once', async () => {
    await using pbx = await startSimulator()
    await using ami = await connectedTo(pbx)
    const fields = { Queue: 'support' }
    const [one, other] = await Promise.all([ami.send('QueueStatus', fields), ami.send('QueueStatus', fields)])
    expect(one.response.actionId).not.toBe(other.response.actionId)
    expect([one.truncated, other.truncated]).toEqual([false, false])
  })

  it('E15 S11 among 1,000 gets its own answer, in whatever order they come', async () => {
    await using pbx = await startSimulator()
    pbx.script('Getvar', (request, session) => {
      const name = request.get('Variable') ?? ''
      if (name.endsWith('0')) session.refuse(request, `no ${name}`)
      else session.respond(request, { Value: name })
    })
    pbx.shuffleAnswers('Getvar', 1000)
    await using ami = await connectedTo(pbx)
    const results = await Promise.allSettled(
      Array.from({ length: 1000 }, (_, index) => ami.send('Getvar', { Variable: `V${index}` })),
    )
    const told = results.map((result) =>
      result.status === 'fulfilled' ? result.value.get('Value') : result.reason.message,
    )
    expect(told).toEqual(results.map((_, index) => (index % 10 === 0 ? `Getvar: no V${index}` : `V${index}`)))
    expect(ami.health().pendingActions).toBe(0)
    expect(pick(ami.counters(), 'unknownResponses', 'lateResponses', 'actionsRejected')).toEqual({
      unknownResponses: 0,
      lateResponses: 0,
      actionsRejected: 100,
    })
  })

  it('E11 pain 4 never shares an id with another session, client or process', async () => {
    await using pbx = await startSimulator()
    await using one = await connectedTo(pbx)
    await using other = await connectedTo(pbx)
    await Promise.all(Array.from({ length: 200 }, () => [one.send('Ping'), other.send('Ping')]).flat())
    const back = reached(one, 'ready')
    pbx.sessions[0]?.destroy()
    await back
    await one.send('Ping')
    const ids = pbx.received.map(({ actionId }) => actionId)
    expect(new Set(ids).size).toBe(ids.length)
    const prefixes = new Set(ids.map((id) => id?.split('-')[0]))
    expect(prefixes.size).toBe(3)
    for (const prefix of prefixes) expect(prefix).toMatch(/^[0-9a-f]{16}$/)
  })

  it('pain 4 is not answered by what other clients make Asterisk tell everybody', async () => {
    await using pbx = await startSimulator()
    const held: Held[] = []
    for (const action of ['Originate', 'CoreShowChannels']) {
      pbx.script(action, (request, session) => void held.push({ request, session }))
    }
    await using ami = await connectedTo(pbx)
    await using stranger = await connectedTo(pbx)
    const events = ami.subscribe({ events: ['UserEvent', 'OriginateResponse'] })
    const [call, list] = [ami.send('Originate', { Channel: 'PJSIP/100' }), ami.send('CoreShowChannels')]
    while (held.length < 2) await pbx.nextRequest()
    for (const { request } of held) {
      const actionId = request.actionId ?? ''
      await stranger.send(
        'UserEvent',
        { UserEvent: 'x', Response: 'Success', EventList: 'Complete' },
        { actionId },
      )
      pbx.event('OriginateResponse', { ActionID: actionId, Response: 'Failure', Reason: 0 })
    }
    const seen: string[] = []
    for await (const event of events) {
      seen.push(event.name)
      if (seen.length === 4) break
    }
    expect(seen).toEqual(['UserEvent', 'OriginateResponse', 'UserEvent', 'OriginateResponse'])
    expect(ami.health().pendingActions).toBe(2)
    const [first, second] = held
    first?.session.respond(first.request, { Message: 'Originate successfully queued' })
    second?.session.list(second.request, [], 'CoreShowChannelsComplete')
    await expect(call).resolves.toMatchObject({ message: 'Originate successfully queued' })
    await expect(list).resolves.toMatchObject({ length: 0, truncated: false })
  })
})

describe('an answer that nobody waits for', () => {
  it('E5 pain 23 after the time-out is counted as late, harms nothing and fills no log', async () => {
    await using pbx = await startSimulator()
    pbx.lateAnswer('Getvar', 60)
    const logger = recordingLogger()
    await using ami = await connectedTo(pbx, { logger })
    const sent = Array.from({ length: 50 }, () =>
      failure(ami.send('Getvar', { Variable: 'X' }, { timeoutMs: 20 })),
    )
    const errors = await Promise.all(sent)
    expect(errors.every(({ code, delivery }) => code === 'AMI_TIMEOUT' && delivery === 'unknown')).toBe(true)
    pbx.lateAnswer('Ping', 80)
    await ami.send('Ping')
    expect(pick(ami.counters(), 'lateResponses', 'unknownResponses', 'actionsTimedOut')).toEqual({
      lateResponses: 50,
      unknownResponses: 0,
      actionsTimedOut: 50,
    })
    const logged = logger.records.filter(({ message }) => message === 'a response that nobody waits for')
    expect(logged).toMatchObject([{ context: { reason: 'late', lateByMs: expect.any(Number) } }])
    expect(ami.state).toBe('ready')
  })

  it('E4 S3 pain 23 without an ActionID leaves both waiting actions alone', async () => {
    await using pbx = await startSimulator()
    const held: Held[] = []
    pbx.script('Getvar', (request, session) => void held.push({ request, session }))
    await using ami = await connectedTo(pbx)
    const both = [ami.send('Getvar', { Variable: 'A' }), ami.send('Getvar', { Variable: 'B' })]
    while (held.length < 2) await pbx.nextRequest()
    held[0]?.session.write('Response: Error\r\nMessage: Missing action in request\r\n\r\n')
    await ami.send('Ping')
    expect(ami.health().pendingActions).toBe(2)
    expect(ami.counters().responsesWithoutId).toBe(1)
    for (const { request, session } of held) session.respond(request)
    for (const response of await Promise.all(both)) expect(response.ok).toBe(true)
  })

  it('pain 23 comes twice, and the second time to nobody', async () => {
    await using pbx = await startSimulator()
    pbx.duplicateAnswer('Getvar')
    await using ami = await connectedTo(pbx)
    expect((await ami.send('Getvar', { Variable: 'X' })).ok).toBe(true)
    await ami.send('Ping')
    expect(pick(ami.counters(), 'unknownResponses', 'actionsAnswered')).toMatchObject({ unknownResponses: 1 })
  })

  it('pain 8 ModuleLoad answers three times, and once counts', async () => {
    await using pbx = await startSimulator()
    pbx.script('ModuleLoad', (request, session) => {
      for (const said of [
        'Incomplete ModuleLoad action.',
        'Need module name',
        'Incomplete ModuleLoad action.',
      ]) {
        session.refuse(request, said)
      }
    })
    await using ami = await connectedTo(pbx)
    await expect(ami.send('ModuleLoad' as string)).rejects.toMatchObject({
      message: 'ModuleLoad: Incomplete ModuleLoad action.',
    })
    await ami.send('Ping')
    expect(ami.counters().unknownResponses).toBe(2)
  })
})

describe('every action ends', () => {
  it('pain 5 by its deadline, when nobody answers', async () => {
    await using pbx = await startSimulator()
    pbx.swallow('Getvar')
    await using ami = await connectedTo(pbx)
    const startedAt = performance.now()
    const error = await failure(ami.send('Getvar', { Variable: 'X' }, { timeoutMs: 50 }))
    expect(error).toMatchObject({ code: 'AMI_TIMEOUT', action: 'Getvar', server: 'pbx', delivery: 'unknown' })
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(49)
    expect(performance.now() - startedAt).toBeLessThan(1000)
  })

  it.each([0, -1, Number.NaN, 2 ** 31])('pain 5 a deadline of %s ms is refused', async (timeoutMs) => {
    await using pbx = await startSimulator()
    await using ami = await connectedTo(pbx)
    await ami.send('Ping')
    const before = pbx.receivedCount
    await expect(ami.send('Ping', undefined, { timeoutMs })).rejects.toMatchObject({ code: 'AMI_ARGUMENT' })
    await ami.send('Ping')
    expect(pbx.receivedCount).toBe(before + 1)
  })

  it('pain 5 by its signal, before it left or after', async () => {
    await using pbx = await startSimulator()
    pbx.swallow('Originate')
    await using ami = await connectedTo(pbx)
    const reason = new Error('the agent hung up')
    const early = AbortSignal.abort(reason)
    const before = new AbortController()
    const after = new AbortController()
    const fields = { Channel: 'PJSIP/100' }
    const never = failure(ami.send('Originate', fields, { signal: early }))
    const unsent = failure(ami.send('Originate', fields, { signal: before.signal }))
    before.abort(reason)
    const arrived = pbx.nextRequest('Originate')
    const unknown = failure(ami.send('Originate', fields, { signal: after.signal }))
    await arrived
    after.abort(reason)
    for (const [error, delivery] of [
      [await never, 'unsent'],
      [await unsent, 'unsent'],
      [await unknown, 'unknown'],
    ] as const) {
      expect(error).toMatchObject({ code: 'AMI_ABORTED', delivery })
      expect(error.cause).toBe(reason)
    }
    expect(pbx.received.filter(({ action }) => action === 'Originate')).toHaveLength(1)
  })

  it('pain 5 at once when the link is lost, 1,000 of them without an unhandled rejection', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown): void => {
      unhandled.push(reason)
    }
    process.on('unhandledRejection', note)
    await using pbx = await startSimulator()
    pbx.swallow('Originate')
    await using ami = await connectedTo(pbx)
    // Nobody looks at these.
    for (let index = 0; index < 999; index += 1) void ami.send('Originate', { Channel: 'PJSIP/100' })
    const last = failure(ami.send('Originate', { Channel: 'PJSIP/100' }))
    while (pbx.received.filter(({ action }) => action === 'Originate').length < 1000) await pbx.nextRequest()
    pbx.cutAll({ reset: true })
    expect(await last).toMatchObject({ code: 'AMI_CONNECTION', delivery: 'unknown' })
    expect(ami.counters().actionsLost).toBe(1000)
    // Refused before they leave, and not looked at either.
    void ami.send('Ping')
    void ami.send('Setvar', { Variable: 'a\nb', Value: '' })
    await reached(ami, 'ready')
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })

  it('A4 at once when the client is closed', async () => {
    await using pbx = await startSimulator()
    pbx.swallow('Originate')
    const ami = await connectedTo(pbx)
    const arrived = pbx.nextRequest('Originate')
    const sent = failure(ami.send('Originate', { Channel: 'PJSIP/100' }))
    await arrived
    const queued = failure(ami.send('Ping'))
    const closed = ami.close()
    expect(await sent).toMatchObject({ code: 'AMI_CLOSED', delivery: 'unknown' })
    expect(await queued).toMatchObject({ code: 'AMI_CLOSED', delivery: 'unsent' })
    expect(await failure(ami.send('Ping'))).toMatchObject({ code: 'AMI_CLOSED', delivery: 'unsent' })
    await closed
  })

  it('C2 at once, and unsent, while there is no session', async () => {
    await using pbx = await startSimulator()
    await using ami = clientOf(pbx)
    expect(await failure(ami.send('Ping'))).toMatchObject({
      code: 'AMI_CONNECTION',
      reason: 'not-ready',
      message: 'Ping: not connected (idle)',
      delivery: 'unsent',
    })
  })
})

describe('close', () => {
  it('A4 H14 says Logoff, is final, and connects no more', async () => {
    await using pbx = await startSimulator()
    const ami = await connectedTo(pbx, { reconnect: { minMs: 1, maxMs: 1 } })
    const [session] = pbx.sessions
    await Promise.all([ami.close(), ami.close(), ami[Symbol.asyncDispose]()])
    expect(ami.state).toBe('closed')
    expect(pbx.received.filter(({ action }) => action === 'Logoff')).toHaveLength(1)
    await session?.closed
    await expect(ami.connect()).rejects.toMatchObject({ code: 'AMI_CLOSED' })
    await using other = await connectedTo(pbx)
    expect(other.state).toBe('ready')
    expect(pbx.connections).toBe(2)
  })

  it('A4 returns at once although the peer takes nothing, and is over by its deadline', async () => {
    await using pbx = await startSimulator()
    const ami = await connectedTo(pbx, { timeouts: { closeMs: 100 } })
    await ami.send('Ping')
    pbx.blackHole()
    const Variable = Array.from({ length: 100 }, () => 'x'.repeat(1000))
    for (let index = 0; index < 45; index += 1) void ami.send('Originate', { Channel: 'PJSIP/100', Variable })
    await new Promise((resolve) => setImmediate(resolve))
    const startedAt = performance.now()
    const closed = ami.close()
    expect(performance.now() - startedAt).toBeLessThan(5)
    await closed
    expect(performance.now() - startedAt).toBeLessThan(1000)
    expect(ami.counters().actionsLost).toBe(45)
  })
})

describe('a connection', () => {
  it('A1 that hangs leaves every other client alone', async () => {
    // A server that never accepts: once its queue is full, the system answers no further attempt.
    const worker = new Worker(
      `const { createServer } = require('node:net')
       const { parentPort } = require('node:worker_threads')
       const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
         parentPort.postMessage(server.address().port)
         setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
       })`,
      { eval: true },
    )
    const port = await new Promise<number>((resolve) => worker.once('message', resolve))
    await using pbx = await startSimulator()
    const hanging = Array.from({ length: 5 }, () => clientOf(pbx, { port, timeouts: { bannerMs: 60_000 } }))
    for (const ami of hanging) ami.connect().catch(() => undefined)
    await using good = await connectedTo(pbx)
    for (let count = 0; count < 200; count += 1) await good.send('Ping')
    expect(hanging.map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'connecting'))
    await Promise.all(hanging.map((ami) => ami.close()))
    await worker.terminate()
  })

  it('A3 whose name is never resolved fails by its time-out, with reason dns, and blocks nothing', async () => {
    await using pbx = await startSimulator()
    await using ami = clientOf(pbx, {
      host: 'pbx.test',
      lookup: () => undefined,
      timeouts: { connectMs: 60 },
      reconnect: false,
    })
    const attempt = failure(ami.connect())
    let longestMs = 0
    await using good = await connectedTo(pbx)
    for (let before = performance.now(), turn = 0; turn < 100; turn += 1) {
      await good.send('Ping')
      const now = performance.now()
      longestMs = Math.max(longestMs, now - before)
      before = now
    }
    expect(await attempt).toMatchObject({
      code: 'AMI_CONNECTION',
      reason: 'dns',
      message: 'the host name was not resolved within 60 ms',
    })
    expect(longestMs).toBeLessThan(100)
  })

  it('A9 outlives the signals that the process gets', async () => {
    await using pbx = await startSimulator()
    await using one = await connectedTo(pbx)
    await using other = await connectedTo(pbx)
    let signals = 0
    const count = (): void => {
      signals += 1
    }
    process.on('SIGUSR2', count)
    for (let round = 0; round < 50; round += 1) {
      process.kill(process.pid, 'SIGUSR2')
      await Promise.all([one.send('Ping'), other.send('Ping')])
    }
    process.off('SIGUSR2', count)
    expect(signals).toBeGreaterThan(0)
    expect([one.state, other.state, pbx.connections]).toEqual(['ready', 'ready', 2])
  })

  it('A10 that is refused is known within 100 ms, with its errno', async () => {
    const pbx = await startSimulator()
    await pbx.stop()
    await using ami = clientOf(pbx)
    const waiting = reached(ami, 'waiting')
    const startedAt = performance.now()
    ami.connect().catch(() => undefined)
    expect(await waiting).toMatchObject({ code: 'AMI_CONNECTION', reason: 'connect', errno: 'ECONNREFUSED' })
    expect(performance.now() - startedAt).toBeLessThan(100)
    expect(ami.health().lastError).toMatchObject({ errno: 'ECONNREFUSED' })
    await pbx.close()
  })

  it('A12 lives on when the wall clock is set', async () => {
    await using pbx = await startSimulator()
    const held: Held[] = []
    pbx.script('Getvar', (request, session) => void held.push({ request, session }))
    await using ami = await connectedTo(pbx)
    const arrived = pbx.nextRequest('Getvar')
    const sent = ami.send('Getvar', { Variable: 'X' }, { timeoutMs: 2000 })
    await arrived
    vi.useFakeTimers({ toFake: ['Date'] })
    for (const jumpMs of [86_400_000, -86_400_000]) {
      vi.setSystemTime(Date.now() + jumpMs)
      await ami.send('Ping')
    }
    for (const { request, session } of held) session.respond(request)
    await expect(sent).resolves.toMatchObject({ ok: true })
    expect(pick(ami.counters(), 'attempts', 'actionsTimedOut')).toEqual({ attempts: 1, actionsTimedOut: 0 })
  })

  it('A14 that fails leaves one record, with endpoint, attempt, delay, reason and what the system said', async () => {
    const pbx = await startSimulator()
    await pbx.stop()
    const logger = recordingLogger()
    const ami = clientOf(pbx, { logger, random: () => 0.5, reconnect: { minMs: 4, maxMs: 16 } })
    let failures = 0
    const closed = new Promise<void>((resolve) => {
      ami.onState(({ to }) => {
        if (to === 'waiting') failures += 1
        if (failures === 4) resolve(ami.close())
      })
    })
    ami.connect().catch(() => undefined)
    await closed
    const failed = logger.records.filter(({ message }) => message === 'connection attempt failed')
    expect(ami.counters().attempts).toBe(4)
    expect(failed[0]).toMatchObject({
      level: 'warn',
      context: {
        server: 'pbx',
        endpoint: `127.0.0.1:${pbx.port}`,
        reason: 'connect',
        errno: 'ECONNREFUSED',
        error: { code: 'AMI_CONNECTION' },
      },
    })
    expect(failed.map(({ context: { attempt, retryInMs } }) => [attempt, retryInMs])).toEqual([
      [1, 2],
      [2, 4],
      [3, 8],
      [4, 8],
    ])
    await pbx.close()
  })
})
