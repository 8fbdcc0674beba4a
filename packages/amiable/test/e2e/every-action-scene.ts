import type { AmiClient } from 'amiable'

/** What stands on a server while its actions are run, so that lists have something to tell of. */
export interface Scene {
  /** A channel that does nothing. */
  readonly idle: string
  /** A channel in a bridge, and that bridge. */
  readonly bridged: string
  readonly bridge: string
}

/** Sets the scene, and waits until it stands. */
export async function setScene(ami: AmiClient): Promise<Scene> {
  const call = (exten: string, application: string, data: string): Promise<unknown> =>
    ami.send('Originate', {
      Channel: `Local/${exten}@cust/n`,
      Application: application,
      Data: data,
      Async: true,
    })
  const events = Promise.all([
    ami.once('Newstate', { where: (event) => isSecondLeg(event.get('Channel'), 'long') }),
    ami.once('BridgeEnter', { where: (event) => isSecondLeg(event.get('Channel'), 'dialtr') }),
    ami.once('ConfbridgeJoin'),
    ami.once('ParkedCall'),
    ami.once('QueueCallerJoin'),
  ])
  await ami.send('Setvar', { Variable: 'DEVICE_STATE(Custom:lamp101)', Value: 'INUSE' })
  await ami.send('Setvar', { Variable: 'PRESENCE_STATE(CustomPresence:bob)', Value: 'away,,' })
  for (const exten of ['long', 'dialtr', 'conf1', 'park']) await call(exten, 'Wait', '600')
  // Nobody answers this queue, so the caller stays in it.
  await call('long', 'Queue', 'empty')
  const [idle, bridged] = await events
  return {
    idle: idle.get('Channel') ?? '',
    bridged: bridged.get('Channel') ?? '',
    bridge: bridged.get('BridgeUniqueid') ?? '',
  }
}

const isSecondLeg = (channel: string | undefined, exten: string): boolean =>
  channel?.startsWith(`Local/${exten}@`) === true && channel.endsWith(';2')
