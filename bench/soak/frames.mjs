/*
 * What the servers of the soak write: raw text, so that no codec agrees with itself. Each event says in one header
 * which server, which of its sessions and which event of that session it is:
 *
 *   Soak: pbx-07 3 41213
 */

/** The header that tells an event's place. */
const PLACE = 'Soak'

/** What a session of Asterisk says most: two thirds of it is noise, which a full queue sheds first. */
const NAMES = [
  'VarSet',
  'Newexten',
  'VarSet',
  'Newstate',
  'VarSet',
  'Newchannel',
  'RTCPReceived',
  'Hangup',
  'VarSet',
]

const BODY = [
  'ChannelState: 6',
  'ChannelStateDesc: Up',
  'CallerIDNum: 100',
  'CallerIDName: Łukasz Żółć',
  'ConnectedLineNum: 200',
  'ConnectedLineName: <unknown>',
  'Language: en',
  'AccountCode: ',
  'Context: from-internal',
  'Exten: 200',
  'Priority: 7',
].join('\r\n')

const BOOTED = 'Uptime: 12\r\nLastReload: 12\r\nStatus: Fully Booted\r\n\r\n'

/** The first event of a session. */
export function bootedFrame(server, life) {
  return `Event: FullyBooted\r\nPrivilege: system,all\r\n${PLACE}: ${server} ${life} 1\r\n${BOOTED}`
}

/** Some event of a session; `sequence` counts them from 1. */
export function eventFrame(server, life, sequence) {
  const name = NAMES[sequence % NAMES.length]
  const id = `1795501625.${sequence}`
  return (
    `Event: ${name}\r\nPrivilege: call,all\r\n${PLACE}: ${server} ${life} ${sequence}\r\n` +
    `Channel: PJSIP/100-${sequence.toString(16).padStart(8, '0')}\r\n${BODY}\r\nUniqueid: ${id}\r\nLinkedid: ${id}\r\n\r\n`
  )
}

/** Where an event stands: `{ server, life, sequence }`. */
export function placeOf(event) {
  const [server, life, sequence] = (event.get(PLACE) ?? '').split(' ')
  return { server, life: Number(life), sequence: Number(sequence) }
}
