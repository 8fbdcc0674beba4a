import { startSimulator } from '@amiable/simulator'
import { minimalPrivileges } from 'amiable/catalogue'
import { describe, expect, it } from 'vitest'
import { clientOf, connectedTo } from '../support/simulated-client.ts'

describe('an Asterisk that no catalogue knows', () => {
  it('pain 12 is a server like any other, whatever version it greets with and states', async () => {
    for (const asteriskVersion of ['88.1.0', '1.8.32', 'GIT-master-1234']) {
      await using pbx = await startSimulator({ banner: 'Asterisk Call Manager/77.0.0\r\n', asteriskVersion })
      await using ami = await connectedTo(pbx)
      expect((await ami.send('CoreSettings')).get('AsteriskVersion')).toBe(asteriskVersion)
      expect(ami.health()).toMatchObject({ state: 'ready', ami: '77.0.0' })
    }
  })

  it('pain 12 has actions with any fields, lists with any items, and events with any headers', async () => {
    await using pbx = await startSimulator()
    pbx.script('HologramShow', (request, session) => {
      session.list(
        request,
        [{ event: 'Hologram', headers: { Size: request.get('Size') ?? '' } }],
        'HologramsGone',
      )
    })
    await using ami = await connectedTo(pbx)
    const told = ami.once('HologramAppeared')
    pbx.event('HologramAppeared', { 'Beam-Colour': 'red' })
    expect((await told).get('beam-colour')).toBe('red')
    const shown = await ami.send('HologramShow', { Size: 3, Nested: ['a', 'b'] })
    expect(shown.events.map((event) => [event.name, event.get('Size')])).toEqual([
      ['Hologram', '3'],
      ['HologramsGone', undefined],
    ])
    await expect(ami.send('NoSuchAction', { Any: 'thing' })).rejects.toMatchObject({
      code: 'AMI_REJECTED',
      delivery: 'answered',
    })
  })

  it('pain 12 adds fields to known actions, and headers to known events and lists', async () => {
    await using pbx = await startSimulator()
    const asked: (string | undefined)[] = []
    pbx.script('QueueSummary', (request, session) => {
      asked.push(request.get('Galaxy'))
      const items = [
        { event: 'QueueSummary', headers: { Queue: 'sales', Moons: '7' } },
        { event: 'QueueWeather', headers: { Queue: 'sales' } },
      ]
      session.list(request, items, 'QueueSummaryComplete')
    })
    await using ami = clientOf(pbx)
    await ami.connect()
    const fields: Record<string, string> = { Galaxy: 'M31' }
    const list = await ami.send('QueueSummary', fields)
    expect(asked).toEqual(['M31'])
    expect([...list].map((item) => [item.name as string, item.get('Moons')])).toEqual([
      ['QueueSummary', '7'],
      ['QueueWeather', undefined],
    ])
  })

  it('pain 12 needs what is known of its names, and is not refused for the others', () => {
    const needs = { actions: ['Originate', 'HologramShow'], events: ['Hangup', 'HologramAppeared'] }
    expect(minimalPrivileges(needs, { asterisk: '88.1.0' })).toEqual({
      read: ['call'],
      write: ['originate'],
      unknown: ['HologramAppeared', 'HologramShow'],
    })
  })
})
