/**
 * Connects a target to many servers: with its own `connectAll` where it has one, else one client for each.
 *
 * @returns `clients`, in the order of the usernames; `onEvents(handler)`, which calls `handler(index, howMany)`, of
 * every client if `readsAll`, else of the first alone; `dropped(username)` where it is known.
 */
export async function connectAllOf(target, at, usernames) {
  if (target.connectAll) return target.connectAll(at, usernames)
  const clients = await Promise.all(usernames.map((username) => target.connect({ ...at, username })))
  const [{ onFrames }] = clients
  return {
    clients,
    // A limit takes whatever comes on a connection it asks on for answers.
    readsAll: onFrames === undefined,
    onEvents(handler) {
      if (onFrames) onFrames((frames) => handler(0, frames))
      else for (const [index, client] of clients.entries()) client.onEvent(() => handler(index, 1))
    },
  }
}
