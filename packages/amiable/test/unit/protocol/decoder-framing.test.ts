import { describe, expect, it } from 'vitest'
import { decode, decodesAlike } from './decoding.ts'

const LF_GREETING = 'Asterisk Call Manager/1.1\n'

describe('pain 7 D6 skips empty frames:', () => {
  decodesAlike({
    'one blank line too many': {
      wire: 'Event: A\r\n\r\n\r\nEvent: B\r\n\r\n',
      messages: ['event Event=A', 'event Event=B'],
    },
    'two, three and five blank lines too many': {
      wire: 'Event: A\r\n\r\n\r\n\r\nEvent: B\r\n\r\n\r\n\r\n\r\nEvent: C\r\n\r\n\r\n\r\n\r\n\r\n\r\nEvent: D\r\n\r\n',
      messages: ['event Event=A', 'event Event=B', 'event Event=C', 'event Event=D'],
    },
    'a stray CR LF at the end': { wire: 'Event: A\r\n\r\n\r\n', messages: ['event Event=A'] },
    'an error whose own line feed stands before a doubled blank line': {
      wire: 'Response: Error\r\nMessage: No Contacts found\n\r\n\r\n\r\nEvent: A\r\n\r\n',
      messages: ['response Response=Error | Message=No Contacts found\n', 'event Event=A'],
    },
    'a stray LF before a frame': {
      wire: 'Event: A\r\n\r\n\nEvent: B\r\n\r\n',
      messages: ['event Event=A', 'event Event=B'],
    },
  })

  it('counts those between two blank lines', () => {
    const { counters } = decode([
      Buffer.from('Asterisk Call Manager/11.0.0\r\nEvent: A\r\n\r\n\r\n\r\n\r\n\r\nEvent: B\r\n\r\n'),
    ])
    expect(counters).toMatchObject({ blankFrames: 2, events: 2, anomalies: 0, discardedBytes: 0 })
  })
})

describe('pain 7 ends an item of CoreShowChannelMap at CR LF LF, as some Asterisk 18, 20 and 21 send it:', () => {
  const items = (end: string) =>
    ['a', 'b']
      .map((channel) => `Event: CoreShowChannelMap\r\nActionID: 1\r\nChannel: ${channel}${end}`)
      .join('')
  const complete =
    'Event: CoreShowChannelMapComplete\r\nActionID: 1\r\nEventList: Complete\r\nListItems: 2\r\n\r\n'
  const messages = [
    'event Event=CoreShowChannelMap | ActionID=1 | Channel=a',
    'event Event=CoreShowChannelMap | ActionID=1 | Channel=b',
    'event Event=CoreShowChannelMapComplete | ActionID=1 | EventList=Complete | ListItems=2',
    'event Event=Hangup',
  ]
  decodesAlike({
    'the broken form': { wire: `${items('\r\n\n')}${complete}Event: Hangup\r\n\r\n`, messages },
    'the mended form': { wire: `${items('\r\n\r\n')}${complete}Event: Hangup\r\n\r\n`, messages },
    'no other event ends so': {
      wire: 'Event: VarSet\r\nValue: a\r\n\nEvent: B\r\n\r\n',
      messages: ['event Event=VarSet | Value=a | \nEvent=B'],
    },
  })
})

describe('D4 S2 keeps to the line end of the greeting:', () => {
  decodesAlike({
    'CRLF: LF LF inside a value ends nothing': {
      wire: 'Event: A\r\nV: x\n\ny\r\n\r\nEvent: B\r\n\r\n',
      messages: ['event Event=A | V=x\n\ny', 'event Event=B'],
    },
    'LF: a whole session': {
      greeting: LF_GREETING,
      banners: ['1.1'],
      wire: 'Response: Success\nActionID: 1\nMessage: Authentication accepted\n\nEvent: Hangup\nChannel: PJSIP/100\n\n',
      messages: [
        'response Response=Success | ActionID=1 | Message=Authentication accepted',
        'event Event=Hangup | Channel=PJSIP/100',
      ],
    },
    'LF: lines in CRLF, the frame ended by LF LF': {
      greeting: LF_GREETING,
      banners: ['1.1'],
      wire: 'Response: Error\r\nActionID: 1\r\nMessage: Permission denied\n\nEvent: A\r\nB: c\n\nEvent: D\n\n',
      messages: [
        'response Response=Error | ActionID=1 | Message=Permission denied',
        'event Event=A | B=c',
        'event Event=D',
      ],
    },
    'LF: lines in LF, the frame ended by CRLF CRLF': {
      greeting: LF_GREETING,
      banners: ['1.1'],
      wire: 'Response: Error\nActionID: 1\nMessage: Permission denied\r\n\r\nEvent: A\nB: c\r\n\r\nEvent: D\n\n',
      messages: [
        'response Response=Error | ActionID=1 | Message=Permission denied',
        'event Event=A | B=c',
        'event Event=D',
      ],
    },
    'LF: extra blank lines': {
      greeting: LF_GREETING,
      banners: ['1.1'],
      wire: 'Event: A\n\n\nEvent: B\n\n\n\n\nEvent: C\n\r\n\nEvent: D\n\n',
      messages: ['event Event=A', 'event Event=B', 'event Event=C', 'event Event=D'],
    },
    'LF: a frame that is not the first': {
      greeting: LF_GREETING,
      banners: ['1.1'],
      wire: 'EVENT: A\nB: c\n\nevent: D\n\n',
      messages: ['event EVENT=A | B=c', 'event event=D'],
    },
    'without a greeting, to that of the first frame: LF': {
      greeting: '',
      banners: [],
      wire: 'Event: A\nB: c\n\nEvent: D\n\n',
      messages: ['event Event=A | B=c', 'event Event=D'],
    },
    'without a greeting, to that of the first frame: CRLF': {
      greeting: '',
      banners: [],
      wire: 'Event: A\r\nB: c\n\nd\r\n\r\nEvent: D\r\n\r\n',
      messages: ['event Event=A | B=c\n\nd', 'event Event=D'],
    },
  })
})
