// Rings an agent, connects a number, and follows the call to its end: node examples/click-to-call.mjs
// With AMI_URL, say whom: CHANNEL=PJSIP/100 CONTEXT=from-internal node examples/click-to-call.mjs 200
import { randomUUID } from 'node:crypto'
import { AmiError, connect } from 'amiable'
import { openPbx } from './pbx.mjs'

const [number = '200'] = process.argv.slice(2)
const { CHANNEL = 'PJSIP/100', CONTEXT = 'default' } = process.env
const pbx = await openPbx({ ringMs: 200, talkMs: 400 })
const ami = await connect(pbx.options)

// The id is ours before the call exists, so every event of the call can be tied to it, also of a call that fails.
const id = randomUUID()
const call = ami.subscribe({
  events: ['DialBegin', 'DialEnd', 'OriginateResponse', 'Hangup'],
  where: (event) => [event.get('ActionID'), event.get('Uniqueid'), event.get('DestUniqueid')].includes(id),
  signal: AbortSignal.timeout(60_000),
})
try {
  const queued = await ami.send(
    'Originate',
    {
      Channel: CHANNEL,
      Context: CONTEXT,
      Exten: number,
      Priority: 1,
      CallerID: `Click to call <${number}>`,
      Timeout: 30_000,
      // Without Async the session would answer nothing else until the call is answered.
      Async: true,
      ChannelId: id,
      // Values of a record are escaped: a comma in a customer's name stays part of the name.
      Variable: { LEAD_ID: 4711, CUSTOMER: 'Smith, John "Jack"' },
    },
    { actionId: id },
  )
  console.log(`queued: ${queued.message}`)
  // OriginateResponse is not ordered with the call's other events: it may even come after the Hangup.
  const missing = new Set(['OriginateResponse', 'Hangup'])
  for await (const event of call) {
    const { Response, Reason, DialStatus, Cause } = event.fields
    const said = Response === undefined ? [DialStatus, Cause, event.get('Cause-txt')] : [Response, Reason]
    console.log([event.name, ...said.filter((word) => word !== undefined)].join(' '))
    missing.delete(event.name)
    if (missing.size === 0) break
    // A call that got no channel has no Hangup either.
    if (Response === 'Failure') setTimeout(() => call.close(), 1000)
  }
} catch (error) {
  if (!AmiError.is(error)) throw error
  // unsent: nobody was rung. unknown: perhaps; look for the id before ringing again. answered: Asterisk refused.
  console.error(`${error.code}, delivery ${error.delivery}: ${error.message}`)
  process.exitCode = 1
}
await ami.close()
await pbx.close()
