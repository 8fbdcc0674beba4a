import { SCENARIOS } from './scenarios/index.mjs'
import { TARGETS } from './targets/index.mjs'
import { schedulingOf } from './waiting.mjs'

/*
 * One measurement of one target, in a process that does nothing else: it gets its task from the parent, answers with
 * the sample, and ends. `order` passes a wish on to the server, which only the parent can reach.
 */
process.once('message', async ({ scenario, target, port, parameters }) => {
  const measure = await SCENARIOS[scenario]()
  const connect = async (user, at = port) => {
    const { connect: open } = await TARGETS[target].load()
    return open({ host: '127.0.0.1', port: at, username: user, secret: 'bench' })
  }
  const order = (wish) => process.send({ order: wish })
  const sample = await measure({ connect, order, ...parameters })
  process.send({ sample, scheduling: schedulingOf(process.pid) }, () => process.exit())
})
