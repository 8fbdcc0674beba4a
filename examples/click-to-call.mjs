// Rings an agent, connects a number, and follows the call to its end: node examples/click-to-call.mjs
// With AMI_URL, say whom: CHANNEL=PJSIP/100 CONTEXT=from-internal node examples/click-to-call.mjs 200
import { connect } from 'amiable'
import { openPbx } from './pbx.mjs'

const [number = '200'] = process.argv.slice(2)
const { CHANNEL = 'PJSIP/100', CONTEXT = 'default' } = process.env
const pbx = await openPbx({ ringMs: 200, talkMs: 400 })
const ami = await connect(pbx.options)

const call = ami.originate({
  Channel: CHANNEL,
  Context: CONTEXT,
  Exten: number,
  Priority: 1,
  CallerID: `Click to call <${number}>`,
  Timeout: 30_000,
  // Values are escaped: a comma in a customer's name stays part of the name.
  Variable: { LEAD_ID: 4711, CUSTOMER: 'Smith, John "Jack"' },
})
for await (const { state, atMs } of call) console.log(`${Math.round(atMs)} ms: ${state}`)

const { outcome, hangup, timings } = await call.ended
console.log(`outcome: ${outcome.kind}`)
if (hangup !== undefined) console.log(`hung up: ${hangup.cause} ${hangup.causeText}`)
if (timings.talkMs !== undefined) console.log(`talked for ${Math.round(timings.talkMs)} ms`)
// not-sent: nobody was rung. unknown: perhaps somebody was, and nobody can say; do not ring again without a look.
if ('error' in outcome && outcome.error !== undefined) console.error(outcome.error.message)
if (['not-sent', 'refused', 'unknown'].includes(outcome.kind)) process.exitCode = 1

await ami.close()
await pbx.close()
