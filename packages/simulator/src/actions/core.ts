import type { Action } from '../action.ts'
import type { Channel, HeaderPairs } from '../channel.ts'
import type { Pbx } from '../pbx.ts'
import type { SimulatedRequest } from '../request.ts'
import type { SimulatedSession } from '../session.ts'

/** CoreSettings, CoreStatus, CoreShowChannels and Status. */
export const coreActions: readonly Action[] = [
  {
    name: 'CoreSettings',
    synopsis: 'Show PBX core settings (version etc).',
    privilege: ['system', 'reporting'],
    run: coreSettings,
  },
  {
    name: 'CoreStatus',
    synopsis: 'Show PBX core status variables.',
    privilege: ['system', 'reporting'],
    run: coreStatus,
  },
  {
    name: 'CoreShowChannels',
    synopsis: 'List currently active channels.',
    privilege: ['system', 'reporting'],
    run: coreShowChannels,
  },
  {
    name: 'Status',
    synopsis: 'List channel status.',
    privilege: ['system', 'call', 'reporting'],
    run: status,
  },
]

function coreSettings(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  session.respond(request, [
    ['AMIversion', session.simulator.amiVersion],
    ['AsteriskVersion', pbx.options.asteriskVersion],
    ['SystemName', ''],
    ['CoreMaxCalls', 0],
    ['CoreMaxLoadAvg', '0.000000'],
    ['CoreRunUser', ''],
    ['CoreRunGroup', ''],
    ['CoreMaxFilehandles', 0],
    ['CoreRealTimeEnabled', 'No'],
    ['CoreCDRenabled', 'Yes'],
    ['CoreHTTPenabled', 'Yes'],
    ['SoundsSearchCustomDir', 'No'],
  ])
}

function coreStatus(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  const [date = '', time = ''] = new Date(pbx.startedAt * 1000).toISOString().split(/[T.]/)
  session.respond(request, [
    ['CoreStartupDate', date],
    ['CoreStartupTime', time],
    ['CoreReloadDate', date],
    ['CoreReloadTime', time],
    ['CoreCurrentCalls', new Set(pbx.calls.values()).size],
    ['CoreProcessedCalls', pbx.processedCalls],
  ])
}

function coreShowChannels(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  const items = newestFirst(pbx).map((channel) => ({
    event: 'CoreShowChannel',
    headers: [
      ...channel.snapshot(),
      ['Application', channel.application],
      ['ApplicationData', channel.data],
      ['Duration', duration(pbx.seconds - channel.createdAt)],
      ['BridgeId', channel.bridgeId],
    ] satisfies HeaderPairs,
  }))
  session.list(request, items, 'CoreShowChannelsComplete', { message: 'Channels will follow' })
}

function status(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  const wanted = request.get('Channel')
  const one = wanted === undefined ? undefined : pbx.findChannel(wanted)
  if (wanted !== undefined && one === undefined) {
    session.refuse(request, 'No such channel')
    return
  }
  const shown = (request.get('Variables') ?? '').split(',').filter((name) => name !== '')
  const all = request.get('AllVariables') === 'true'
  const channels = one === undefined ? newestFirst(pbx) : [one]
  const items = channels.map((channel) => ({
    event: 'Status',
    headers: statusItem(channel, pbx.seconds, all ? [...channel.variables.keys()] : shown),
  }))
  session.list(request, items, 'StatusComplete', {
    message: 'Channel status will follow',
    complete: { Items: items.length },
    echoLast: true,
  })
}

function statusItem(channel: Channel, now: number, shown: readonly string[]): HeaderPairs {
  return [
    ['Privilege', 'Call'],
    ...channel.snapshot(),
    ['Type', channel.tech],
    ['DNID', ''],
    ['EffectiveConnectedLineNum', channel.connectedLineNum],
    ['EffectiveConnectedLineName', channel.connectedLineName],
    ['TimeToHangup', 0],
    ['BridgeID', channel.bridgeId],
    ['Application', channel.application],
    ['Data', channel.data],
    ['Nativeformats', '(slin)'],
    ['Readformat', 'slin'],
    ['Readtrans', ''],
    ['Writeformat', 'slin'],
    ['Writetrans', ''],
    ['Callgroup', 0],
    ['Pickupgroup', 0],
    ['Seconds', now - channel.createdAt],
    ...shown.map((name): [string, string] => [
      'Variable',
      `${name}=${channel.variables.get(name) ?? '(null)'}`,
    ]),
  ]
}

function newestFirst(pbx: Pbx): Channel[] {
  return [...pbx.channels.values()].reverse()
}

function duration(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}
