import { AmiBanner, type AmiEvent, AmiResponse, Decoder } from 'amiable/protocol'
import { describe, expect, it } from 'vitest'
import { decodesAlike, GREETING } from './decoding.ts'

describe('decodes', () => {
  decodesAlike({
    'an event': {
      wire: 'Event: Hangup\r\nChannel: PJSIP/100\r\n\r\n',
      messages: ['event Event=Hangup | Channel=PJSIP/100'],
    },
    'a response': {
      wire: 'Response: Success\r\nActionID: 1\r\nPing: Pong\r\n\r\n',
      messages: ['response Response=Success | ActionID=1 | Ping=Pong'],
    },
    'D13 a response and an event from one chunk, in order': {
      wire: 'Response: Success\r\nActionID: 1\r\n\r\nEvent: Hangup\r\nCause: 16\r\n\r\n',
      messages: ['response Response=Success | ActionID=1', 'event Event=Hangup | Cause=16'],
    },
    'only whole frames: what is unfinished at the end says nothing': {
      wire: 'Event: A\r\n\r\nEvent: B\r\nHalf: 1\r\n',
      messages: ['event Event=A'],
    },
    'pain 9 a repeated header, in order': {
      wire: 'Event: Status\r\nVariable: a=1\r\nVariable: b=2\r\nvariable: c=3\r\n\r\n',
      messages: ['event Event=Status | Variable=a=1 | Variable=b=2 | variable=c=3'],
    },
    'a line that continues nothing: AMI folds no lines': {
      wire: 'Event: X\r\nVariable: a\r\n b\r\n\r\n',
      messages: ['event Event=X | Variable=a | = b'],
    },
    'pain 6 the output of a command, blank lines, tabs and indentation kept': {
      wire: 'Response: Success\r\nActionID: 1\r\nMessage: Command output follows\r\nOutput: \r\nOutput:   two  \r\nOutput: \ttab\r\n\r\n',
      messages: [
        'response Response=Success | ActionID=1 | Message=Command output follows | Output= | Output=  two   | Output=\ttab',
      ],
    },
    'S5 characters of UTF-8 cut in the middle': {
      wire: 'Event: UserEvent\r\nName: Zażółć ☎ 日本\r\nEmoji: 📞\r\n\r\n',
      messages: ['event Event=UserEvent | Name=Zażółć ☎ 日本 | Emoji=📞'],
    },
    'a permission error': {
      wire: 'Response: Error\r\nActionID: 1\r\nMessage: Permission denied\r\n\r\n',
      messages: ['response Response=Error | ActionID=1 | Message=Permission denied'],
    },
    'a permission error without an ActionID': {
      wire: 'Response: Error\r\nMessage: Permission denied\r\n\r\n',
      messages: ['response Response=Error | Message=Permission denied'],
    },
    'a permission error with odd blanks, of which one belongs to the separator': {
      wire: 'response:Error\r\nActionID:  1 \r\nMessage:\tPermission denied\r\n\r\n',
      messages: ['response response=Error | ActionID= 1  | Message=\tPermission denied'],
    },
  })
})

describe('pain 4 the first header alone tells the kind', () => {
  decodesAlike({
    'of a UserEvent that carries a Response, an Event and a foreign ActionID': {
      wire: 'Event: UserEvent\r\nPrivilege: user,all\r\nUserEvent: Dup\r\nActionID: u4\r\nEvent: Hangup\r\nResponse: Success\r\nActionID: second\r\n\r\n',
      messages: [
        'event Event=UserEvent | Privilege=user,all | UserEvent=Dup | ActionID=u4 | Event=Hangup | Response=Success | ActionID=second',
      ],
    },
    'of an OriginateResponse, which has a Response inside': {
      wire: 'Event: OriginateResponse\r\nActionID: 1\r\nResponse: Failure\r\nReason: 5\r\n\r\n',
      messages: ['event Event=OriginateResponse | ActionID=1 | Response=Failure | Reason=5'],
    },
    'of a response with a header Event behind it': {
      wire: 'Response: Success\r\nActionID: 1\r\nEvent: none\r\n\r\n',
      messages: ['response Response=Success | ActionID=1 | Event=none'],
    },
    'D13 in any case, with blanks before the colon and none behind it': {
      wire: 'EVENT:Hangup\r\nA: 1\r\n\r\nresponse : Error\r\nActionID: 1\r\n\r\nevent\t: X\r\n\r\n',
      messages: ['event EVENT=Hangup | A=1', 'response response =Error | ActionID=1', 'event event\t=X'],
    },
  })
})

describe('a decoder', () => {
  it('banner-first says who greets before it says anything else', () => {
    const order: string[] = []
    const decoder = new Decoder({
      onBanner: (banner) => order.push(`${banner instanceof AmiBanner} ${banner.text} ${banner.version}`),
      onEvent: (event) => order.push(event.name),
      onResponse: (response) => order.push(`${response instanceof AmiResponse}`),
      onAnomaly: () => undefined,
    })
    decoder.write(Buffer.from(`${GREETING}Response: Success\r\n\r\nEvent: FullyBooted\r\n\r\n`))
    expect(order).toEqual(['true Asterisk Call Manager/11.0.0 11.0.0', 'true', 'FullyBooted'])
  })

  it('stamps events with the time of the chunk that completed them, and with their source', () => {
    const events: AmiEvent[] = []
    const decoder = new Decoder(
      {
        onBanner: () => undefined,
        onEvent: (event) => events.push(event),
        onResponse: () => undefined,
        onAnomaly: () => undefined,
      },
      { source: { server: 'east', session: 3, decodeText: (text) => text } },
    )
    decoder.write(Buffer.from(`${GREETING}Event: A\r\n\r\nEvent: B\r\n`), 10)
    decoder.write(Buffer.from('\r\n'), 25)
    expect(
      events.map(({ name, receivedAt, server, session }) => [name, receivedAt, server, session]),
    ).toEqual([
      ['A', 10, 'east', 3],
      ['B', 25, 'east', 3],
    ])
  })

  it('builds no event that nobody wants, and counts it', () => {
    const built: string[] = []
    const asked: string[] = []
    const decoder = new Decoder({
      wants: (name) => asked.push(name) > 0 && name === 'Hangup',
      onBanner: () => undefined,
      onEvent: (event) => built.push(event.name),
      onResponse: () => undefined,
      onAnomaly: () => undefined,
    })
    decoder.write(Buffer.from(`${GREETING}Event: VarSet\r\n\r\nEvent: Hangup\r\n\r\nEvent: VarSet\r\n\r\n`))
    expect(asked).toEqual(['VarSet', 'Hangup', 'VarSet'])
    expect(built).toEqual(['Hangup'])
    expect(decoder.counters).toMatchObject({ events: 3, unwantedEvents: 2 })
  })

  it('takes any Uint8Array and says how much it holds back', () => {
    const seen: string[] = []
    const decoder = new Decoder({
      onBanner: (banner) => seen.push(banner.text),
      onEvent: (event) => seen.push(event.name),
      onResponse: () => undefined,
      onAnomaly: () => undefined,
    })
    const bytes = new Uint8Array(Buffer.from(`xx${GREETING}Event: A\r\n\r\nEvent: Bxx`))
    decoder.write(bytes.subarray(2, 12))
    expect(decoder.pendingBytes).toBe(10)
    decoder.write(bytes.subarray(12, -2))
    expect(decoder.pendingBytes).toBe('Event: B'.length)
    expect(seen).toEqual(['Asterisk Call Manager/11.0.0', 'A'])
  })

  it('names hundreds of event types rightly, also when two fall on one slot of its table', () => {
    const names = Array.from({ length: 5000 }, (_, n) => `Event${n % 2500}`)
    const wire = names.map((name) => `Event: ${name}\r\n\r\n`).join('')
    const seen: string[] = []
    const decoder = new Decoder({
      onBanner: () => undefined,
      onEvent: (event) => seen.push(event.name),
      onResponse: () => undefined,
      onAnomaly: () => undefined,
    })
    decoder.write(Buffer.from(GREETING + wire))
    expect(seen).toEqual(names)
  })
})
