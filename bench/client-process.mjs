import { SCENARIOS } from './scenarios/index.mjs'
import { connectAllOf } from './targets/connect-all.mjs'
import { TARGETS } from './targets/index.mjs'
import { schedulingOf } from './waiting.mjs'

/*
 * One measurement of one target, in a process that does nothing else: it gets its task from the parent, answers with
 * the sample, and ends. `order` passes a wish on to the server, which only the parent can reach.
 */
process.once('message', async ({ scenario, target, port, parameters }) => {
  const measure = await SCENARIOS[scenario]()
  const client = await TARGETS[target].load()
  const bench = { host: '127.0.0.1', port, secret: 'bench' }
  const connect = async (username, at = port) => client.connect({ ...bench, port: at, username })
  const connectAll = (usernames) => connectAllOf(client, bench, usernames)
  const order = (wish) => process.send({ order: wish })
  const sample = await measure({ connect, connectAll, order, ...parameters })
  process.send({ sample, scheduling: schedulingOf(process.pid) }, () => process.exit())
})
