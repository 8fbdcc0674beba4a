import { type Simulator, startSimulator } from '@amiable/simulator'
import { AmiCluster } from 'amiable'
import { type NormalisedEvent, normalised } from 'amiable/catalogue'
import { expect, it } from 'vitest'
import { connectedTo } from '../support/simulated-client.ts'

// As Asterisk 11.25.3 and 22.10.1 send them.
const OLD = { Queue: 'sales', Location: 'SIP/100', MemberName: 'Ann', Paused: 1, Reason: 'lunch' }
const NEW = { Queue: 'sales', Interface: 'PJSIP/100', MemberName: 'Ann', Paused: 1, PausedReason: 'tea' }

async function take<E>(source: AsyncIterable<E>, count: number): Promise<E[]> {
  const taken: E[] = []
  for await (const one of source) {
    taken.push(one)
    if (taken.length === count) break
  }
  return taken
}

function pauses(pbx: Simulator): void {
  pbx.event('QueueMemberPaused', OLD)
  pbx.event('QueueMemberPause', NEW)
}

const told = (event: NormalisedEvent<'QueueMemberPause'>): unknown[] => [
  event.name,
  event.get('Interface'),
  event.flag('Paused'),
  event.get('PausedReason'),
  event.original.name,
]

const BOTH = [
  ['QueueMemberPause', 'SIP/100', true, 'lunch', 'QueueMemberPaused'],
  ['QueueMemberPause', 'PJSIP/100', true, 'tea', 'QueueMemberPause'],
]

it('pain 11 a client iterates an event under today’s name, from an old Asterisk and a new one', async () => {
  await using pbx = await startSimulator()
  await using ami = await connectedTo(pbx)
  const subscription = normalised(ami).subscribe({ events: ['QueueMemberPause'] })
  pauses(pbx)
  const events = await take(subscription, 2)
  expect(events.map(told)).toEqual(BOTH)
  expect(subscription).toMatchObject({ closed: true, size: 0, dropped: 0 })
})

it('pain 11 a handler is given an event under today’s name, until it is closed', async () => {
  await using pbx = await startSimulator()
  await using ami = await connectedTo(pbx)
  const seen: unknown[][] = []
  const subscription = normalised(ami).on('QueueMemberPause', (event) => void seen.push(told(event)))
  pauses(pbx)
  await expect.poll(() => seen.length).toBe(2)
  expect(seen).toEqual(BOTH)
  subscription.close()
  expect(subscription.closed).toBe(true)
  const after = ami.once('UserEvent')
  pauses(pbx)
  pbx.event('UserEvent', { UserEvent: 'after' })
  await after
  expect(seen).toHaveLength(2)
})

it('pain 11 an event that once was two is given only where it is the one asked for', async () => {
  await using pbx = await startSimulator()
  await using ami = await connectedTo(pbx)
  const begun = normalised(ami).subscribe({
    events: ['DialBegin'],
    where: (event) => event.get('DestChannel') !== 'SIP/3',
  })
  pbx.event('Dial', { SubEvent: 'Begin', Destination: 'SIP/2' })
  pbx.event('Dial', { SubEvent: 'End', DialStatus: 'BUSY' })
  pbx.event('Dial', { SubEvent: 'Begin', Destination: 'SIP/3' })
  pbx.event('DialBegin', { DestChannel: 'SIP/4' })
  const events = await take(begun, 2)
  expect(events.map((event) => event.get('DestChannel'))).toEqual(['SIP/2', 'SIP/4'])
})

it('pain 11 every event, or those that a predicate lets through, come under today’s names', async () => {
  await using pbx = await startSimulator()
  await using ami = await connectedTo(pbx)
  const today = normalised(ami)
  const all = today.subscribe()
  const sales = today.subscribe({
    events: ['*' as string],
    where: (event) => event.name === 'QueueCallerJoin',
  })
  pbx.event('Leave', { Queue: 'sales' })
  pbx.event('Join', { Queue: 'sales' })
  expect((await take(all, 2)).map(({ name }) => name)).toEqual(['QueueCallerLeave', 'QueueCallerJoin'])
  expect((await take(sales, 1)).map(({ original }) => original.name)).toEqual(['Join'])
})

it('pain 11 a cluster of an old Asterisk and a new one speaks with one voice', async () => {
  await using old = await startSimulator({ asteriskVersion: '11.25.3' })
  await using current = await startSimulator()
  const { host } = old
  const place = { host, username: 'admin', secret: 'amp111' }
  await using cluster = new AmiCluster({
    servers: { old: { ...place, port: old.port }, current: { ...place, port: current.port } },
  })
  await cluster.connect({ wait: 'all' })
  const both = normalised(cluster).subscribe({ events: ['QueueMemberPause'] })
  const one = normalised(cluster).subscribe({ events: ['QueueMemberPause'], servers: ['current'] })
  old.event('QueueMemberPaused', OLD)
  current.event('QueueMemberPause', NEW)
  const events = await take(both, 2)
  expect(events.map(told).sort()).toEqual([...BOTH].sort())
  expect(new Set(events.map(({ server }) => server))).toEqual(new Set(['old', 'current']))
  expect((await take(one, 1)).map(({ server }) => server)).toEqual(['current'])
})

it('a subscription that closes because it was full says so to whoever iterates it', async () => {
  await using pbx = await startSimulator()
  await using ami = await connectedTo(pbx)
  const subscription = normalised(ami).subscribe({
    events: ['QueueCallerJoin'],
    capacity: 1,
    overflow: 'close',
  })
  const more = ami.subscribe({ events: ['Last'] })
  for (let sent = 0; sent < 5; sent += 1) pbx.event('Join', { Queue: 'sales' })
  pbx.event('Last')
  await take(more, 1)
  expect(subscription.size).toBeLessThanOrEqual(1)
  await expect(take(subscription, 5)).rejects.toMatchObject({ code: 'AMI_BACKPRESSURE' })
  expect(subscription.dropped).toBeGreaterThan(0)
})
