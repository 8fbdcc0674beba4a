// Several servers behind one object; one is drained and taken out, one is added: node examples/fleet.mjs
// It needs servers that it may take away, so it always runs against simulated ones.
import { AmiCluster, AmiError, explicit, leastPending } from 'amiable'
import { openPbxs } from './pbx.mjs'

// Calls that last: on a server that is drained somebody must see to them.
const { servers, open, close } = await openPbxs(['north', 'east', 'west'], { talkMs: 60_000 })
const fleet = new AmiCluster({ servers, defaults: { timeouts: { actionMs: 5000 } }, route: leastPending() })
await fleet.connect({ wait: 'all' })

// One subscription for all servers, also for those that join later.
const hangups = new Map()
fleet.on('Hangup', ({ server }) => {
  hangups.set(server, (hangups.get(server) ?? 0) + 1)
})

/** Sends so many at once, and tells which server answered how many. */
async function sendMany(count, action, fields) {
  const answers = await Promise.all(Array.from({ length: count }, () => fleet.send(action, fields)))
  const byServer = new Map()
  for (const { server } of answers) byServer.set(server, (byServer.get(server) ?? 0) + 1)
  return [...byServer].map(([server, answered]) => `${server} ${answered}`).join(', ')
}

const call = { Channel: 'PJSIP/100', Application: 'Echo', Async: true }
console.log(`calls placed: ${await sendMany(12, 'Originate', call)}`)

// Resolves when nothing on west waits for an answer; the calls there go on.
await fleet.drain('west')
console.log(`west is ${fleet.health().get('west').status}: ${await sendMany(10, 'Ping')}`)
try {
  await fleet.send('Ping', {}, { route: explicit('west') })
} catch (error) {
  if (!AmiError.is(error)) throw error
  console.log(error.message)
}

// Routes pass it by, but by name it still takes what it is sent.
const west = fleet.server('west')
const channels = await west.send('CoreShowChannels')
const last = west.once('Hangup', {
  where: (event) => event.get('Uniqueid') === channels.events.at(-1).get('Uniqueid'),
})
for (const channel of channels) await west.send('Hangup', { Channel: channel.get('Channel') })
await last
await fleet.remove('west')
console.log(`west is out; hung up there: ${hangups.get('west')} of ${channels.length}`)

// The new one is connected by itself; who wants to know when, waits for it.
await fleet.add('south', await open()).connect()
console.log(`south is in: ${await sendMany(12, 'Ping')}`)

for (const [server, { health, calls, counters }] of Object.entries(fleet.snapshot().servers)) {
  console.log(`${server}: ${health.status}, ${calls} calls, ${counters.events} events`)
}
await fleet.close()
await close()
