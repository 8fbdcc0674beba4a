import { startSimulator } from '@amiable/simulator'
import { expect, it } from 'vitest'
import { RawClient } from './raw-client.ts'

const BANNER = 'Asterisk Call Manager/11.0.0\r\n'

/** The ActionIDs of the responses, in the order they came. */
function order(client: RawClient): string[] {
  return [...client.text.matchAll(/Response: \w+\r\nActionID: (\w+)/g)].map((match) => match[1] ?? '')
}

it('answers one action late without holding up the others', async () => {
  await using pbx = await startSimulator()
  await using client = RawClient.connect(pbx.port)
  await client.login('Events: off')
  pbx.lateAnswer('Ping', 20)
  client.send('Action: Ping\nActionID: slow')
  client.send('Action: CoreStatus\nActionID: fast')
  await client.response('slow')
  expect(order(client)).toEqual(['login', 'fast', 'slow'])
})

it('answers one action twice, and another never though it is done', async () => {
  await using pbx = await startSimulator()
  await using client = RawClient.connect(pbx.port)
  await client.login()
  pbx.duplicateAnswer('ping')
  pbx.swallow('Setvar')
  client.send('Action: Setvar\nActionID: gone\nVariable: X\nValue: 1')
  client.send('Action: Ping\nActionID: twice')
  client.send('Action: Getvar\nActionID: end\nVariable: X')
  expect(await client.response('end')).toContain('Value: 1')
  expect(order(client)).toEqual(['login', 'twice', 'twice', 'end'])
  expect(client.text).toContain('Event: VarSet')
  pbx.heal()
  client.send('Action: Ping\nActionID: once')
  client.send('Action: Setvar\nActionID: back\nVariable: X\nValue: 2')
  await client.response('back')
  expect(order(client).slice(4)).toEqual(['once', 'back'])
})

it('never logs in whose login it swallows', async () => {
  await using pbx = await startSimulator()
  pbx.swallow('Login')
  await using client = RawClient.connect(pbx.port)
  client.send('Action: Login\nUsername: admin\nSecret: amp111')
  client.send('Action: Ping\nActionID: p')
  expect(await client.response('p')).toContain('Permission denied')
  expect(client.text).toBe(`${BANNER}${await client.response('p')}\r\n\r\n`)
})

it('answers a batch of actions in a shuffled order that the seed decides', async () => {
  const ids = Array.from({ length: 200 }, (_, at) => `a${at}`)
  const run = async (seed: number): Promise<string[]> => {
    await using pbx = await startSimulator({ seed })
    await using client = RawClient.connect(pbx.port)
    await client.login('Events: off')
    pbx.shuffleAnswers('Ping', 200)
    for (const id of ids) client.send(`Action: Ping\nActionID: ${id}`)
    await client.until(() => order(client).length === 201)
    return order(client).slice(1)
  }
  const shuffled = await run(1)
  expect([...shuffled].sort()).toEqual([...ids].sort())
  expect(shuffled).not.toEqual(ids)
  expect(await run(1)).toEqual(shuffled)
  expect(await run(2)).not.toEqual(shuffled)
})

it('sends what a batch has when it is healed before it is full', async () => {
  await using pbx = await startSimulator()
  await using client = RawClient.connect(pbx.port)
  await client.login('Events: off')
  pbx.shuffleAnswers('*', 3)
  client.send('Action: Ping\nActionID: one')
  const second = pbx.nextRequest('CoreStatus')
  client.send('Action: CoreStatus\nActionID: two')
  await second
  expect(order(client)).toEqual(['login'])
  pbx.heal()
  await client.response('one')
  await client.response('two')
})
