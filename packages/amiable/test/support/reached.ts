import type { AmiClient, ClientState, StateChange } from 'amiable'

/** The next change to a state. */
export function nextChange(client: AmiClient, to: ClientState): Promise<StateChange> {
  return new Promise((resolve) => {
    const undo = client.onState((change) => {
      if (change.to !== to) return
      undo()
      resolve(change)
    })
  })
}

/** Resolves once a client is in a state, now or later. */
export async function reached(client: AmiClient, state: ClientState): Promise<void> {
  if (client.state !== state) await nextChange(client, state)
}
