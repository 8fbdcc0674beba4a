import { describe } from 'vitest'
import { decodesAlike } from './decoding.ts'

const oneHeader = (line: string, shown: string) => ({
  wire: `Event: X\r\n${line}\r\nNext: n\r\n\r\n`,
  messages: [`event Event=X | ${shown} | Next=n`],
})

describe('pain 7 reads odd lines as Asterisk forwards them:', () => {
  decodesAlike({
    'an empty value with its blank': oneHeader('Empty: ', 'Empty='),
    'an empty value without a blank': oneHeader('Empty:', 'Empty='),
    'no blank behind the colon': oneHeader('NoSpace:x', 'NoSpace=x'),
    'two colons': oneHeader('Key::double', 'Key=:double'),
    'a colon in the value': oneHeader('a:b: c', 'a=b: c'),
    'a SIP address': oneHeader('URL: sip:a@b:5060', 'URL=sip:a@b:5060'),
    'no key': oneHeader(':nokey', '=nokey'),
    'no key and a blank': oneHeader(': x', '=x'),
    'a line of one colon': oneHeader(':', '='),
    'a line without a colon': oneHeader('No categories found', '=No categories found'),
    'leading blanks, of which one is the separator': oneHeader('Value:   two', 'Value=  two'),
    'trailing blanks, which are data': oneHeader('Trail: x   ', 'Trail=x   '),
    'a tab behind the colon, which is data': oneHeader('Tab:\tx', 'Tab=\tx'),
    'a blank before the colon, which is part of the key': oneHeader('Key : x', 'Key =x'),
    'a line of one blank': oneHeader(' ', '= '),
    'a key with odd signs': oneHeader('Cause-txt;1/2(3)[4]: x', 'Cause-txt;1/2(3)[4]=x'),
    'NUL and control bytes': oneHeader('V: a\0b\x07c', 'V=a\0b\x07c'),
    'a bare LF inside a value': oneHeader('V: a\nb', 'V=a\nb'),
    'a bare LF that looks like a header': oneHeader('V: a\nFake: b', 'V=a\nFake: b'),
    'a bare LF inside the name of an event': {
      wire: 'Event: A\nB: c\r\nD: e\r\n\r\n',
      messages: ['event (A) Event=A\nB: c | D=e'],
    },
    'two bare LF inside a value': oneHeader('V: a\n\nb', 'V=a\n\nb'),
    'a bare CR inside a value': oneHeader('V: a\rb', 'V=a\rb'),
    'a bare CR at the end of a value': oneHeader('V: a\r', 'V=a\r'),
    'keys that a plain object would trip over': {
      wire: 'Event: X\r\n__proto__: p\r\nconstructor: c\r\ntoString: t\r\n__proto__: q\r\n\r\n',
      messages: ['event Event=X | __proto__=p | constructor=c | toString=t | __proto__=q'],
    },
  })
})

describe('pain 9 reads the variables of a channel whose name holds colons:', () => {
  decodesAlike({
    'a port': oneHeader('ChanVariable(SIP/1.2.3.4:5060-01): a=b', 'ChanVariable(SIP/1.2.3.4:5060-01)=a=b'),
    'a port, and the end of a key in the value': oneHeader(
      'ChanVariable(x:1): a=(y): z',
      'ChanVariable(x:1)=a=(y): z',
    ),
    'a Local channel': oneHeader(
      'ChanVariable(Local/1@out-00000001;1): a=',
      'ChanVariable(Local/1@out-00000001;1)=a=',
    ),
    'an older form without the channel': oneHeader('ChanVariable: a=b:c', 'ChanVariable=a=b:c'),
    'a parenthesis that never closes': oneHeader('ChanVariable(x:1 a=b', 'ChanVariable(x=1 a=b'),
  })
})

describe('an error text with a line feed of its own', () => {
  decodesAlike({
    'is a value, and ends no frame': {
      wire: 'Response: Error\r\nActionID: 1\r\nMessage: Unable to retrieve endpoint x\n\r\n\r\nEvent: A\r\n\r\n',
      messages: [
        'response Response=Error | ActionID=1 | Message=Unable to retrieve endpoint x\n',
        'event Event=A',
      ],
    },
  })
})
