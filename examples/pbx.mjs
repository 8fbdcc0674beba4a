import { startSimulator, startTraffic } from '@amiable/simulator'
import { optionsOf } from './ami-url.mjs'

/**
 * Where an example connects: the server that AMI_URL names, or else a simulated one that lives in this process. Only
 * then is there a `simulator`, whose calls begin with `startCalls`.
 */
export async function openPbx(behaviour) {
  const named = process.env.AMI_URL
  if (named !== undefined && named !== '') {
    return { options: optionsOf(named), startCalls: () => undefined, close: async () => undefined }
  }
  const simulator = await startSimulator(behaviour)
  return {
    options: optionsOf(simulator.url),
    simulator,
    startCalls: (callsPerSecond) =>
      startTraffic(simulator, { callsPerSecond, ringMs: [50, 300], talkMs: [200, 900] }),
    close: () => simulator.close(),
  }
}

/** Simulated servers with these names: options for a cluster, how to open one more, and how to end them all. */
export async function openPbxs(names, behaviour) {
  const simulators = []
  const open = async () => {
    const simulator = await startSimulator(behaviour)
    simulators.push(simulator)
    return optionsOf(simulator.url)
  }
  const servers = {}
  for (const name of names) servers[name] = await open()
  return { servers, open, close: () => Promise.all(simulators.map((simulator) => simulator.close())) }
}
