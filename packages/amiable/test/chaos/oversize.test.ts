import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, it } from 'vitest'
import { atLeast, atMost, type Expectations, scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

const KIB = 1024
const MIB = 1024 * KIB
/** What the decoder may hold beyond a frame: the blank line that ends it. */
const BLANK_LINE = 4

const tooLong: Expectations = {
  rejectedWith: ['AMI_PROTOCOL'],
  deliveries: ['answered'],
  'anomalies.oversize': 1,
  reconnects: 0,
  stateAfter: 'ready',
  pendingAfter: 0,
}

describe('S8 oversized-frame', () => {
  it(
    'S8 D3 a frame over the limit, in pieces, is reported once and costs no other frame or action',
    scenario({
      pbx: { chunks: 8 * KIB, actions: { Held: () => undefined } },
      client: { limits: { messageBytes: 64 * KIB } },
      script: async (stage) => {
        stage.listen('Hangup')
        const asked = stage.pbx.nextRequest('Held')
        const held = stage.send('Held')
        const request = await asked
        stage.session.oversize(200 * KIB)
        stage.pbx.event('Hangup', { Cause: 16 })
        stage.session.respond(request)
        await held
        await stage.heard(1)
      },
      expect: {
        'anomalies.oversize': 1,
        'anomalies.garbage': 0,
        'anomalies.unknown-frame': 0,
        deliveredEntries: [['Event: Hangup', 'Privilege: call,all', 'Cause: 16']],
        resolved: 1,
        rejected: 0,
        discardedBytes: atLeast(200 * KIB),
        peakPendingBytes: atMost(64 * KIB + BLANK_LINE),
        reconnects: 0,
        stateAfter: 'ready',
        pendingAfter: 0,
      },
    }),
  )

  it(
    'S8 E8 an answer over the limit fails its own action and no other',
    scenario({
      pbx: { chunks: 8 * KIB },
      client: { limits: { messageBytes: 64 * KIB } },
      script: async (stage) => {
        stage.pbx.script('Huge', (request, session) =>
          session.respond(request, { Payload: 'x'.repeat(200 * KIB) }),
        )
        await Promise.all([stage.send('Huge'), stage.send('Ping')])
      },
      expect: { ...tooLong, resolved: 1, peakPendingBytes: atMost(64 * KIB + BLANK_LINE) },
    }),
  )
})

describe('S9 follows-oversize', () => {
  const line = 'a line of what a command printed, Response: Success, ActionID: none'
  const output = `${line}\n`.repeat(Math.ceil((2 * MIB) / line.length))

  it.each([true, false])(
    'S9 a command’s output of 2 MiB fails its action only, and is never held (Response: Follows: %s)',
    (legacyCommand) =>
      scenario({
        pbx: { legacyCommand, commands: { 'show all': output } },
        script: async (stage) => {
          await Promise.all([stage.send('Command', { Command: 'show all' }), stage.send('Ping')])
        },
        expect: {
          ...tooLong,
          resolved: 1,
          unknownResponses: 0,
          'anomalies.garbage': 0,
          'anomalies.unknown-frame': 0,
          peakPendingBytes: atMost(MIB + BLANK_LINE),
        },
      })({ task: { name: `S9 ${legacyCommand}` } }),
  )

  it.each([true, false])(
    'S9 ten outputs of 2 MiB leave less than 8 MiB behind (Response: Follows: %s)',
    (legacyCommand) =>
      scenario({
        pbx: { legacyCommand, commands: { 'show all': output } },
        script: async (stage) => {
          // The first ones also grow what the simulator and the process keep for the next.
          await ask(stage, 3)
          const before = residentBytes()
          await ask(stage, 10)
          stage.note('rssDelta', residentBytes() - before)
        },
        expect: { rssDelta: atMost(8 * MIB), rejected: 13, 'anomalies.oversize': 13, stateAfter: 'ready' },
      })({ task: { name: `S9 memory ${legacyCommand}` } }),
  )

  it(
    'S9 an output without its end mark times out, and keepalive replaces the link that cannot be read any more',
    scenario({
      pbx: { legacyCommand: true },
      client: { keepalive: { intervalMs: 40, timeoutMs: 40, misses: 2, silenceMs: 10_000 } },
      script: async (stage) => {
        stage.session.script('Command', (request, session) => {
          session.write(
            `Response: Follows\r\nPrivilege: Command\r\nActionID: ${request.actionId}\r\nendless\n\r\n\r\n`,
          )
        })
        const back = stage.changed('ready')
        await stage.send('Command', { Command: 'core show version' }, { timeoutMs: 30 })
        await back
        await stage.send('Command', { Command: 'core show version' })
      },
      expect: {
        rejectedWith: ['AMI_TIMEOUT'],
        deliveries: ['unknown'],
        lossReasons: ['pong-timeout'],
        resolved: 1,
        reconnects: 1,
        unsettled: 0,
      },
    }),
  )
})

async function ask(stage: Stage, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await stage.send('Command', { Command: 'show all' })
}

/** What the process holds once it has thrown away what it can. */
function residentBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  collect()
  collect()
  return process.memoryUsage.rss()
}
