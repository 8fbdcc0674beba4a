import {
  type AmiClient,
  AmiCluster,
  type AmiEvent,
  type AmiList,
  type AmiResponse,
  type Candidate,
  type ClientHealth,
  explicit,
  type FleetSendOptions,
  type FleetSnapshot,
  failover,
  leastCalls,
  leastPending,
  type ResultOf,
  type Route,
  roundRobin,
  type ServerStateChange,
  type Subscription,
  sticky,
  weighted,
} from 'amiable'
import { describe, expectTypeOf, it } from 'vitest'

declare const cluster: AmiCluster
const options = { host: 'pbx1', username: 'u', secret: 's' }

describe('send', () => {
  it('takes each typed action’s own fields, and requires those that Asterisk requires', () => {
    cluster.send('Ping')
    cluster.send('Hangup', { Channel: 'PJSIP/100' })
    cluster.send('Originate', { Channel: 'PJSIP/100', Async: true, Variable: { lead: 42 } })
    // @ts-expect-error Channel is required
    cluster.send('Hangup')
    // @ts-expect-error Channel is required
    cluster.send('Hangup', {})
    // @ts-expect-error Channel is required
    cluster.send('Hangup', undefined, { timeoutMs: 5 })
    // @ts-expect-error no such field
    cluster.send('Hangup', { Channel: 'x', Chanel: 'y' })
    // @ts-expect-error not a number
    cluster.send('Originate', { Channel: 'x', Timeout: 'soon' })
  })

  it('takes any other action with any fields', () => {
    cluster.send('SomethingNew')
    cluster.send('SomethingNew', { Any: 'thing', Number: 7 }, { timeoutMs: 5 })
    // @ts-expect-error a field is text, a number, a boolean, a list or variables
    cluster.send('SomethingNew', { Any: Symbol('thing') })
  })

  it('resolves to what the action ends with', () => {
    expectTypeOf(cluster.send('Ping')).resolves.toEqualTypeOf<AmiResponse>()
    expectTypeOf(cluster.send('QueueStatus', { Queue: 'support' })).resolves.toEqualTypeOf<
      ResultOf<'QueueStatus'>
    >()
    expectTypeOf(cluster.send('QueueStatus')).resolves.toExtend<AmiList>()
    expectTypeOf(cluster.send('SomethingNew')).resolves.toEqualTypeOf<AmiResponse>()
  })

  it('takes the options of a client’s send, and a route', () => {
    cluster.send('Ping', {}, { route: explicit('east'), timeoutMs: 5, actionId: 'mine' })
    cluster.send('Hangup', { Channel: 'x' }, { route: roundRobin(), signal: AbortSignal.timeout(5) })
    expectTypeOf<FleetSendOptions['route']>().toEqualTypeOf<Route | undefined>()
    // @ts-expect-error a route is a function, not a name
    cluster.send('Ping', {}, { route: 'east' })
    // @ts-expect-error no such option
    cluster.send('Ping', {}, { server: 'east' })
  })
})

describe('broadcast', () => {
  it('tells one result for each server', () => {
    type Results<Result> = ReadonlyMap<string, PromiseSettledResult<Result>>
    expectTypeOf(cluster.broadcast('Ping')).resolves.toEqualTypeOf<Results<AmiResponse>>()
    expectTypeOf(cluster.broadcast('CoreShowChannels')).resolves.toEqualTypeOf<
      Results<ResultOf<'CoreShowChannels'>>
    >()
    // @ts-expect-error Channel is required
    cluster.broadcast('Hangup')
    // @ts-expect-error it goes to every server, so there is nothing to route
    cluster.broadcast('Ping', {}, { route: roundRobin() })
  })
})

describe('events', () => {
  it('have their own keys in on, subscribe and once', () => {
    cluster.on('Hangup', (event) => {
      expectTypeOf(event.name).toEqualTypeOf<'Hangup'>()
      expectTypeOf(event.server).toEqualTypeOf<string>()
      expectTypeOf(event.get('Cause')).toEqualTypeOf<string | undefined>()
    })
    cluster.on('*', (event) => expectTypeOf(event.name).toEqualTypeOf<string>())
    cluster.on('SomethingNew', (event) => expectTypeOf(event.name).toEqualTypeOf<'SomethingNew'>())
    expectTypeOf(cluster.subscribe()).toEqualTypeOf<Subscription<AmiEvent>>()
    for (const subscription of [cluster.subscribe({ events: ['Hangup', 'DialEnd'] })]) {
      subscription.each((event) => expectTypeOf(event.name).toEqualTypeOf<'Hangup' | 'DialEnd'>())
    }
    cluster.once('Hangup').then((event) => expectTypeOf(event.name).toEqualTypeOf<'Hangup'>())
    // @ts-expect-error a handler takes an event of this name
    cluster.on('Hangup', (event: AmiEvent<'DialEnd'>) => event)
  })

  it('can be of some servers only', () => {
    cluster.on('Hangup', () => undefined, { servers: ['east'], capacity: 10 })
    cluster.subscribe({ events: ['Hangup'], servers: ['east'], where: (event) => event.name === 'Hangup' })
    cluster.once('Hangup', { servers: ['east'], where: (event) => event.get('Cause') === '16' })
    // @ts-expect-error a list of names
    cluster.subscribe({ servers: 'east' })
    // @ts-expect-error the name is the first argument
    cluster.on('Hangup', () => undefined, { events: ['DialEnd'] })
    // @ts-expect-error there is no such event in this subscription
    cluster.subscribe({ events: ['Hangup'], where: (event) => event.name === 'DialEnd' })
  })

  it('do not tell of states: these have a listener of their own', () => {
    cluster.onState((change) => {
      expectTypeOf(change).toEqualTypeOf<ServerStateChange>()
      expectTypeOf(change.server).toEqualTypeOf<string>()
    })
    // @ts-expect-error no name
    cluster.onState('ready', () => undefined)
  })
})

describe('routes', () => {
  it('are functions of candidates and what is to be sent', () => {
    const routes = [
      roundRobin(),
      failover(['east', 'west']),
      explicit('east'),
      leastPending(),
      leastCalls(),
      leastCalls(({ server }) => server.length),
      weighted({ east: 2 }),
      sticky('key'),
      sticky(({ fields }) => JSON.stringify(fields)),
    ]
    for (const route of routes) expectTypeOf(route).toEqualTypeOf<Route>()
    const own: Route = (candidates, { action }) => (action === 'Ping' ? candidates[0] : undefined)
    new AmiCluster({ route: own })
    expectTypeOf<Candidate['rttMs']>().toEqualTypeOf<number | undefined>()
    // @ts-expect-error an answer is one of the candidates, not its name
    const named: Route = () => 'east'
    // @ts-expect-error an answer comes at once
    const late: Route = async (candidates) => candidates[0]
    // @ts-expect-error a weight is a number
    weighted({ east: '2' })
    // @ts-expect-error an order is a list
    failover('east')
    expectTypeOf([named, late]).not.toBeAny()
  })
})

describe('a fleet', () => {
  it('is made of servers by name, each with what the defaults leave out', () => {
    new AmiCluster({})
    new AmiCluster({
      servers: { east: { host: 'pbx1' }, west: options },
      defaults: { username: 'u', secret: async () => 's', timeouts: { actionMs: 5000 } },
      maxConcurrentDials: 3,
      dialsPerSecond: 10,
    })
    // @ts-expect-error a server’s name is its key
    new AmiCluster({ servers: { east: { ...options, server: 'east' } } })
    // @ts-expect-error the clock is the fleet’s: see defaults
    new AmiCluster({ servers: { east: { ...options, clock: undefined } } })
    // @ts-expect-error no such option
    new AmiCluster({ server: { east: options } })
    // @ts-expect-error not a list
    new AmiCluster({ servers: [options] })
  })

  it('changes while it runs', () => {
    expectTypeOf(cluster.add('west', options)).toEqualTypeOf<AmiClient>()
    expectTypeOf(cluster.replace('west', { secret: 's2' })).toEqualTypeOf<AmiClient>()
    expectTypeOf(cluster.remove('west')).resolves.toEqualTypeOf<void>()
    expectTypeOf(cluster.drain('west', { signal: AbortSignal.timeout(5) })).resolves.toEqualTypeOf<void>()
    expectTypeOf(cluster.resume('west')).toEqualTypeOf<void>()
    // @ts-expect-error options are needed
    cluster.add('west')
    // @ts-expect-error no such option
    cluster.add('west', { ...options, password: 's' })
  })

  it('tells how it is, read only', () => {
    expectTypeOf(cluster.health()).toEqualTypeOf<ReadonlyMap<string, ClientHealth>>()
    expectTypeOf(cluster.snapshot()).toEqualTypeOf<FleetSnapshot>()
    expectTypeOf(cluster.servers).toEqualTypeOf<ReadonlyMap<string, AmiClient>>()
    expectTypeOf(cluster.connect({ wait: 'all' })).resolves.toEqualTypeOf<AmiCluster>()
    // @ts-expect-error any or all
    cluster.connect({ wait: 'some' })
    // @ts-expect-error the servers are changed by add, replace and remove
    cluster.servers.delete('east')
    // @ts-expect-error a copy that nobody changes
    cluster.snapshot().dialing = 0
  })
})
