// Prints who was hung up and why, for twenty channels: node examples/hangups.mjs
import { AmiError, connect } from 'amiable'
import { openPbx } from './pbx.mjs'

const pbx = await openPbx({ ringMs: 100, noAnswerMs: 200 })
const ami = await connect(pbx.options).catch((error) => {
  // A refused login, for one, is an AmiError: its message says what to look at.
  if (!AmiError.is(error)) throw error
  console.error(error.message)
  process.exit(1)
})
console.log(`listening on ${ami.server}`)

// A subscription is a bounded queue of one's own. It fills from here on, whenever the loop below begins.
const hangups = ami.subscribe({ events: ['Hangup'] })
// The simulated calls all end well, so a few that do not come first.
for (const number of pbx.simulator === undefined ? [] : ['busy', 'congestion', 'noanswer']) {
  await ami.send('Originate', { Channel: `Local/${number}@default`, Application: 'Echo', Async: true })
}
pbx.startCalls(20)

const causes = new Map()
let seen = 0
for await (const hangup of hangups) {
  const { Channel, Uniqueid, Cause } = hangup.fields
  const cause = `${Cause} ${hangup.get('Cause-txt')}`
  console.log(`${Channel} (${Uniqueid}): ${cause}`)
  causes.set(cause, (causes.get(cause) ?? 0) + 1)
  seen += 1
  // Leaving the loop closes the subscription.
  if (seen === 20) break
}
for (const [cause, count] of causes) console.log(`${count} channels: ${cause}`)
await ami.close()
await pbx.close()
