import type { SimulatedSession } from '@amiable/simulator'
import { AmiResponse } from 'amiable'
import { describe, it } from 'vitest'
import { type Expectations, scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

const BANNER = 'Asterisk Call Manager/11.0.0'

describe('S2 error-lf-delimiter', () => {
  it(
    'S2 a session that ends every line with LF is read like any other',
    scenario({
      pbx: { lineEnding: '\n', legacyCommand: true, commands: { two: 'first\n\n  third' } },
      script: async (stage) => {
        stage.listen('Hangup')
        stage.pbx.event('Hangup', { Cause: 16 })
        await stage.send('Nonsense')
        await stage.send('QueueStatus', { Queue: 'empty' })
        const { result } = await stage.send('Command', { Command: 'two' })
        stage.note('transcript', result instanceof AmiResponse ? result.output : undefined)
        await stage.heard(1)
      },
      expect: {
        bannerVersion: '11.0.0',
        resolved: 2,
        rejectedWith: ['AMI_REJECTED'],
        said: ['Invalid/unknown command: Nonsense. Use Action: ListCommands to show available commands.'],
        transcript: ['first', '', '  third'],
        deliveredEntries: [['Event: Hangup', 'Privilege: call,all', 'Cause: 16']],
        discardedBytes: 0,
        pendingAfter: 0,
        stateAfter: 'ready',
      },
    }),
  )

  const mixed = {
    'CRLF lines closed by LF LF': 'Response: Error\r\nActionID: $ID\r\nMessage: Permission denied\n\n',
    'LF lines closed by CRLF CRLF': 'Response: Error\nActionID: $ID\nMessage: Permission denied\r\n\r\n',
  }
  it.each(Object.entries(mixed))('S2 a session of LF lines takes %s', (name, wire) =>
    scenario({
      pbx: { lineEnding: '\n' },
      script: async (stage) => {
        await stage.answeredWith('Mixed', wire)
        await stage.send('Ping')
      },
      expect: {
        rejectedWith: ['AMI_REJECTED'],
        said: ['Permission denied'],
        rejectedUnderOwnId: 1,
        resolved: 1,
        pendingAfter: 0,
      },
    })({ task: { name } }),
  )

  it.each(Object.entries(mixed))(
    'S2 D4 a session of CRLF lines loses to %s that one answer, and no other',
    (name, wire) =>
      scenario({
        script: async (stage) => {
          await stage.answeredWith('Mixed', wire, { timeoutMs: 100 })
          await stage.send('Ping')
          await stage.send('Ping')
        },
        expect: {
          rejectedWith: ['AMI_TIMEOUT'],
          resolved: 2,
          reconnects: 0,
          pendingAfter: 0,
          stateAfter: 'ready',
        },
      })({ task: { name } }),
  )

  it(
    'S2 D4 in a session of CRLF lines LF LF is data, as Asterisk’s own errors that end in a line feed need',
    scenario({
      script: async (stage) => {
        const body = 'Response: Error\r\nActionID: $ID\r\nMessage: No Contacts found\n\n\r\nOwn: 1\r\n\r\n'
        await stage.answeredWith('Odd', body)
        await stage.send('Ping')
      },
      expect: {
        said: ['No Contacts found\n\n'],
        rejectedWith: ['AMI_REJECTED'],
        resolved: 1,
        unknownResponses: 0,
        discardedBytes: 0,
      },
    }),
  )
})

describe('S4 banner-error-interleaving', () => {
  const early = 'Response: Error\r\nActionID: nobody-1\r\nMessage: Permission denied\r\n\r\n'
  const expected: Expectations = {
    bannerVersion: '11.0.0',
    unknownResponses: 1,
    stateAfter: 'ready',
    attempts: 1,
    lossReasons: [],
    pendingAfter: 0,
  }

  it(
    'S4 an error glued to the banner is counted, and the login goes on',
    scenario({ pbx: { banner: `${BANNER}\r\n${early}` }, script: async () => undefined, expect: expected }),
  )

  it(
    'S4 banner and error arrive byte by byte',
    scenario({
      pbx: { banner: `${BANNER}\r\n${early}`, chunks: 1 },
      script: async () => undefined,
      expect: expected,
    }),
  )

  it(
    'S4 an error without an id, there before anything was asked, refuses no login',
    scenario({
      pbx: { banner: `${BANNER}\r\nResponse: Error\r\nMessage: Missing action in request\r\n\r\n` },
      script: async () => undefined,
      expect: { ...expected, unknownResponses: 0, responsesWithoutId: 1 },
    }),
  )

  it(
    'S4 D6 blank lines before the banner, and none behind it, are all the same',
    scenario({
      pbx: { banner: `\r\n\r\n${BANNER}\r\n\r\n\r\n` },
      script: async () => undefined,
      expect: { ...expected, unknownResponses: 0, discardedBytes: 0 },
    }),
  )

  it(
    'S4 ten thousand banners before and in the middle of a session cost neither the login nor an answer',
    scenario({
      pbx: { banner: `${BANNER}\r\n`.repeat(10_000) },
      script: async (stage) => {
        stage.listen('Hangup')
        stage.pbx.bannerFlood(10_000)
        stage.pbx.event('Hangup', { Cause: 16 })
        stage.pbx.bannerFlood(1)
        await stage.send('Ping')
        await stage.heard(1)
      },
      expect: {
        bannerVersion: '11.0.0',
        deliveredEntries: [['Event: Hangup', 'Privilege: call,all', 'Cause: 16']],
        resolved: 1,
        'anomalies.garbage': 10_001,
        discardedBytes: 20_000 * (BANNER.length + 2),
        attempts: 1,
        stateAfter: 'ready',
      },
    }),
  )
})

describe('S5 partial-writes-chunked', () => {
  const conversation = async (stage: Stage): Promise<void> => {
    stage.listen('UserEvent')
    stage.pbx.pbx.setVariable(undefined, 'NAME', 'Żaneta Ćma ☎ 📞')
    const answers = await Promise.all([
      stage.send('Getvar', { Variable: 'NAME' }),
      stage.send('QueueStatus', { Queue: 'support' }),
      stage.send('Command', { Command: 'show' }),
      stage.send('UserEvent', { UserEvent: 'Näme', Text: '日本 : 📞' }),
    ])
    await stage.heard(1)
    stage.note(
      'transcript',
      answers.map(({ result }) => {
        if (result === undefined) return undefined
        if (result instanceof AmiResponse && result.output.length > 0) return result.output
        if ('get' in result) return result.get('Value') ?? result.get('Message')
        return [...result].map((item) => `${item.name} ${item.get('Name') ?? item.get('MemberName') ?? ''}`)
      }),
    )
  }
  const expected: Expectations = {
    transcript: [
      'Żaneta Ćma ☎ 📞',
      ['QueueParams ', 'QueueMember Żaneta Ćma', 'QueueMember Never Answers'],
      ['ä', '', '\tz  '],
      'Event Sent',
    ],
    deliveredNames: ['UserEvent'],
    discardedBytes: 0,
    rejected: 0,
    pendingAfter: 0,
    stateAfter: 'ready',
  }
  const commands = { show: 'ä\n\n\tz  ' }

  it.each(['whole', 1, 7, 1024, 'random'] as const)('S5 chunks of %s: the result is the same', (chunks) =>
    scenario({ pbx: { chunks, commands }, script: conversation, expect: expected })({
      task: { name: `S5 chunks of ${chunks}` },
    }),
  )

  it(
    'S5 cuts inside a line end, inside a blank line and inside a character leave no trace',
    scenario({
      script: async (stage) => {
        stage.listen('UserEvent')
        const text = Buffer.from('Event: UserEvent\r\nPrivilege: user,all\r\nText: 📞\r\n\r\n')
        const phone = text.indexOf(0xf0)
        for (const cut of [text.indexOf('\r') + 1, phone + 2, phone + 5, phone + 6, phone + 7]) {
          await writeInPieces(stage.session, [text.subarray(0, cut), text.subarray(cut)])
        }
        await stage.heard(5)
      },
      expect: {
        deliveredEntries: Array(5).fill(['Event: UserEvent', 'Privilege: user,all', 'Text: 📞']),
        discardedBytes: 0,
      },
    }),
  )
})

async function writeInPieces(session: SimulatedSession, pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) {
    session.write(piece)
    await session.drained()
    // Two turns: one in which the client's end becomes readable, one in which it is read.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  }
}
