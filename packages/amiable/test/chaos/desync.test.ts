import type { SimulatedSession, SimulatorOptions } from '@amiable/simulator'
import { AmiResponse } from 'amiable'
import { describe, it } from 'vitest'
import { type Expectations, scenario } from './scenario.ts'
import type { Sent } from './stage.ts'

describe('S6 truncated-frame-recovery', () => {
  it(
    'S6 D5 an answer that breaks off before the next one costs the other nothing, not even a header',
    scenario({
      script: async (stage) => {
        const broken = 'Response: Success\r\nActionID: half-only'
        await stage.answeredWith('After', `${broken}\r\nResponse: Success\r\nActionID: $ID\r\nOwn: 1\r\n\r\n`)
        stage.note('transcript', keysOf(stage.sent[0]))
      },
      expect: {
        resolved: 1,
        transcript: ['Response', 'ActionID', 'Own'],
        'anomalies.truncated': 1,
        discardedBytes: 'Response: Success\r\nActionID: half-only\r\n'.length,
        unknownResponses: 0,
        pendingAfter: 0,
      },
    }),
  )

  it(
    'S6 D5 an answer that breaks off in the middle of a line costs the one that it runs into nothing',
    scenario({
      script: async (stage) => {
        const broken = 'Response: Success\r\nActionID: half-only'
        await stage.answeredWith('After', `${broken}Response: Success\r\nActionID: $ID\r\nOwn: 1\r\n\r\n`)
        stage.note('transcript', keysOf(stage.sent[0]))
      },
      expect: {
        transcript: ['Response', 'ActionID', 'Own'],
        resolved: 1,
        'anomalies.truncated': 1,
        discardedBytes: 'Response: Success\r\nActionID: half-only'.length,
        unknownResponses: 0,
        pendingAfter: 0,
      },
    }),
  )

  it.each([false, true])(
    'S6 a frame that breaks off because the link does stays behind with the link (reset: %s)',
    (reset) =>
      scenario({
        script: async (stage) => {
          stage.listen('Newchannel')
          const back = stage.changed('ready')
          stage.pbx.halfMessage({ reset })
          await back
          stage.pbx.event('Newchannel', { Channel: 'Local/whole' })
          await stage.heard(1)
          await stage.send('Ping')
        },
        expect: {
          deliveredEntries: [['Event: Newchannel', 'Privilege: call,all', 'Channel: Local/whole']],
          reconnects: 1,
          lossReasons: [reset ? 'reset' : 'closed-by-server'],
          resolved: 1,
        },
      })({ task: { name: `S6 reset ${reset}` } }),
  )
})

describe('S7 garbage-desync-recovery', () => {
  const bytes = 70_000

  it.each(['text', 'colon', 'binary'] as const)(
    'S7 %s: the frame behind it has its own headers only',
    (kind) =>
      garbageThenFrame((session) => session.garbage(kind, bytes), {
        resolved: 1,
        rejected: 0,
        'anomalies.garbage': 1,
        discardedBytes: bytes + 2,
      }),
  )

  it('S7 NUL bytes: the frame behind them has its own headers only', () =>
    garbageThenFrame((session) => session.write(Buffer.from('\0\0\r\n\0: \0\r\n', 'latin1')), {
      resolved: 1,
      rejected: 0,
      'anomalies.garbage': 1,
      discardedBytes: 10,
    }))

  it('S7 garbage with blank lines in it is several frames of nothing', () =>
    garbageThenFrame((session) => session.write('lorem\r\n\r\nipsum: dolor\r\n\r\n'), {
      resolved: 1,
      rejected: 0,
      'anomalies.garbage': 1,
      'anomalies.unknown-frame': 1,
    }))

  it(
    'S7 70 KB without a line end take the line they run into along, and nothing behind it',
    scenario({
      script: async (stage) => {
        stage.pbx.script('Glued', (request, session) => {
          session.garbage('no-newline', bytes)
          session.respond(request)
        })
        await stage.send('Glued', {}, { timeoutMs: 100 })
        await stage.answeredWith('After', 'Response: Success\r\nActionID: $ID\r\nOwn: 1\r\n\r\n')
      },
      expect: {
        rejectedWith: ['AMI_TIMEOUT'],
        resolved: 1,
        'anomalies.unknown-frame': 1,
        reconnects: 0,
        stateAfter: 'ready',
        pendingAfter: 0,
      },
    }),
  )
})

/** Garbage, then an answer with one header of its own. */
function garbageThenFrame(
  garbage: (session: SimulatedSession) => void,
  expected: Expectations,
): Promise<void> {
  const pbx: SimulatorOptions = {
    actions: {
      After: (request, session) => {
        garbage(session)
        session.respond(request, { Own: 1 })
      },
    },
  }
  return scenario({
    pbx,
    script: async (stage) => {
      stage.note('transcript', keysOf(await stage.send('After', {}, { timeoutMs: 2000 })))
    },
    expect: { ...expected, transcript: ['Response', 'ActionID', 'Own'], reconnects: 0, pendingAfter: 0 },
  })({ task: { name: 'S7' } })
}

/** The headers of what an action was answered with. */
function keysOf(sent: Sent | undefined): string[] {
  return sent?.result instanceof AmiResponse ? [...sent.result.entries()].map(([key]) => key) : []
}
