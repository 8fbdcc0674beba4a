/**
 * One frame that does not end for so many bytes, as a broken or hostile server sends it: the time until the event
 * behind it arrives. A parser that looks at what it holds again with each chunk takes quadratic time.
 */
export async function measureEndless({ connect, order, bytes }) {
  const client = await connect('endless')
  const key = client.key('Event')
  const startMs = performance.now()
  const arrived = new Promise((resolve) => {
    client.onEvent((event) => {
      if (client.get(event, key) === 'After') resolve()
    })
  })
  const before = process.cpuUsage()
  order({ type: 'endless', user: 'endless', bytes })
  await arrived
  const { user, system } = process.cpuUsage(before)
  return { elapsedMs: performance.now() - startMs, cpuMs: (user + system) / 1_000 }
}
