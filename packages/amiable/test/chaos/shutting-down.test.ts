import { describe, it } from 'vitest'
import { fleetScenario } from './fleet-scenario.ts'
import type { FleetStage } from './fleet-stage.ts'

const refuse = (stage: FleetStage): void =>
  stage.pbx('a').script('Ping', (request, session) => session.refuse(request, 'Asterisk is shutting down'))

/** Sends this many pings, one after the other, wherever the route sends them; how many each server answered. */
async function route(stage: FleetStage, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 1) {
    const end = await stage.cluster.send('Ping').then(
      ({ server }) => server,
      (error: Error) => error.message,
    )
    stage.ends.set(end, (stage.ends.get(end) ?? 0) + 1)
  }
}

describe('an Asterisk that is about to end', () => {
  it(
    'pain 1 refuses every action, faster than any other server works: it gets one, and no more',
    fleetScenario({
      servers: ['a', 'b'],
      script: async (stage) => {
        refuse(stage)
        await route(stage, 100)
      },
      expect: {
        ends: { 'Ping: Asterisk is shutting down': 1, b: 99 },
        statuses: { a: 'degraded', b: 'ready' },
        reasons: { a: ['shutting-down'], b: [] },
        sessionsLost: { a: 0, b: 0 },
      },
    }),
  )

  it(
    'pain 1 is trusted again once it answers a ping, as after `core abort shutdown`',
    fleetScenario({
      servers: ['a', 'b'],
      cluster: { defaults: { keepalive: { intervalMs: 20, silenceMs: 20_000 } } },
      script: async (stage) => {
        refuse(stage)
        await route(stage, 2)
        stage.pbx('a').script('Ping', (request, session) => session.respond(request, { Ping: 'Pong' }))
        await stage.statusOf('a', 'ready')
        await route(stage, 100)
      },
      expect: {
        ends: { 'Ping: Asterisk is shutting down': 1, a: 50, b: 51 },
        statuses: { a: 'ready', b: 'ready' },
      },
    }),
  )

  it(
    'pain 1 announces it: nothing is routed there any more, though it still answers',
    fleetScenario({
      servers: ['a', 'b'],
      script: async (stage) => {
        const announced = stage.statusOf('a', 'degraded')
        stage.pbx('a').event('Shutdown', { Shutdown: 'Cleanly', Restart: 'True' })
        await announced
        await route(stage, 100)
      },
      expect: { ends: { b: 100 }, reasons: { a: ['shutting-down'], b: [] }, sessionsLost: { a: 0, b: 0 } },
    }),
  )
})
