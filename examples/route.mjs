// A route of one's own: no server gets more calls than it can carry: node examples/route.mjs
// It fills servers up, so it always runs against simulated ones.
import { AmiCluster, AmiError, leastCalls } from 'amiable'
import { openPbxs } from './pbx.mjs'

/** Where the fewest calls are, and nowhere when every server has `most` of them. Whatever is no call goes anywhere. */
function withRoom(most) {
  const least = leastCalls()
  // Asked for every action, so it is quick, and it waits for nothing.
  return (candidates, request) => {
    const isCall = request.action.toLowerCase() === 'originate'
    return least(isCall ? candidates.filter(({ calls }) => calls < most) : candidates, request)
  }
}

const { servers, close } = await openPbxs(['north', 'east'], { talkMs: 60_000 })
const fleet = new AmiCluster({ servers, route: withRoom(2) })
await fleet.connect({ wait: 'all' })

async function placeCall() {
  try {
    const queued = await fleet.send('Originate', { Channel: 'PJSIP/100', Application: 'Echo', Async: true })
    console.log(`call on ${queued.server}`)
  } catch (error) {
    // Nothing was sent anywhere: the error says of each server why not.
    if (!AmiError.is(error) || error.code !== 'AMI_NO_SERVER') throw error
    console.log(error.message)
  }
}

for (let attempt = 1; attempt <= 5; attempt += 1) await placeCall()

// A call that ends makes room for another.
const [channel] = await fleet.server('east').send('CoreShowChannels')
const ended = fleet.once('Hangup')
await fleet.server('east').send('Hangup', { Channel: channel.get('Channel') })
console.log(`hung up on ${(await ended).server}`)
await placeCall()

await fleet.close()
await close()
