// What becomes of actions and subscriptions when the link drops: node examples/survive.mjs
// It needs a server that it may kill, so it always runs against the simulator.
import { AmiClient, AmiError } from 'amiable'
import { openPbx } from './pbx.mjs'

delete process.env.AMI_URL
const { options, simulator, startCalls, close } = await openPbx()
startCalls(10)
const ami = new AmiClient({ ...options, server: 'east', reconnect: { minMs: 50, maxMs: 500 } })
ami.onState(({ from, to, cause }) => console.log(`state: ${from} -> ${to} ${cause?.message ?? ''}`.trimEnd()))
await ami.connect()

// One subscription for good: it outlives the link, and says where something is missing.
let events = 0
const calls = ami.subscribe({
  onGap: ({ reason, count }) => console.log(`gap: ${reason}, ${count} events dropped by us`),
})
const delivered = calls.each(() => {
  events += 1
})

async function attempt(what, action, fields) {
  try {
    const answer = await ami.send(action, fields)
    console.log(`${what}: answered, ${answer.message ?? answer.get('Ping')}`)
  } catch (error) {
    if (!AmiError.is(error)) throw error
    console.log(`${what}: ${error.code}, delivery ${error.delivery}`)
  }
}

await attempt('before', 'Ping')

// The server takes this one and dies before it answers: nobody can know whether the phone rings.
simulator.swallow('Originate')
const taken = simulator.nextRequest('Originate')
const onItsWay = attempt('on its way', 'Originate', {
  Channel: 'PJSIP/100',
  Application: 'Echo',
  Async: true,
})
await taken
await simulator.stop()
await onItsWay

// The link is down, so this one never leaves the process: it is safe to send again.
await attempt('while down', 'Ping')

const before = events
await simulator.start()
simulator.heal()
await ami.connect()
await attempt('after', 'Ping')
await ami.once('Hangup')
console.log(`events go on: ${events > before ? 'yes' : 'no'}; sessions: ${ami.counters().sessions}`)
const originates = simulator.received.filter((request) => request.action === 'Originate').length
console.log(`Originates that reached the server: ${originates}`)
await ami.close()
await delivered
await close()
