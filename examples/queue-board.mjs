// A board of queues: first what is, then what changes, for three seconds: node examples/queue-board.mjs
import { setTimeout as delay } from 'node:timers/promises'
import { connect } from 'amiable'
import { openPbx } from './pbx.mjs'

const pbx = await openPbx()
pbx.startCalls(8)
const ami = await connect(pbx.options)
const queues = new Map()
let stockAt = 0

async function takeStock() {
  const status = await ami.send('QueueStatus')
  queues.clear()
  for (const item of status) {
    const name = item.get('Queue')
    if (item.name === 'QueueParams') {
      queues.set(name, { waiting: Number(item.get('Calls')), members: new Map(), answered: 0, abandoned: 0 })
    } else if (item.name === 'QueueMember') {
      queues.get(name)?.members.set(item.get('Location'), item.get('Status'))
    }
  }
  stockAt = status.closing?.receivedAt ?? 0
}

function apply(event) {
  const queue = queues.get(event.get('Queue'))
  // What was on its way before the list is in the list.
  if (queue === undefined || event.receivedAt < stockAt) return
  const { Interface, Status } = event.fields
  if (/^QueueCaller(Join|Leave)$/.test(event.name)) queue.waiting = Number(event.get('Count'))
  else if (event.name === 'QueueCallerAbandon') queue.abandoned += 1
  else if (event.name === 'AgentConnect') queue.answered += 1
  else if (event.name === 'QueueMemberRemoved') queue.members.delete(Interface)
  else queue.members.set(Interface, Status)
}

// Subscribed before the list is asked for, so that nothing falls between the two.
const callers = ['QueueCallerJoin', 'QueueCallerLeave', 'QueueCallerAbandon', 'AgentConnect']
const members = ['QueueMemberAdded', 'QueueMemberRemoved', 'QueueMemberStatus']
const changes = ami.subscribe({
  events: [...callers, ...members],
  // After a gap the board may be wrong, so it is taken anew; the next event waits until that is done.
  onGap: takeStock,
})
await takeStock()
const done = changes.each(apply)

for (let second = 1; second <= 3; second += 1) {
  await delay(1000)
  for (const [name, { waiting, members, answered, abandoned }] of queues) {
    const talking = [...members.values()].filter((status) => status === '2').length
    const agents = `${talking} of ${members.size} agents talking`
    console.log(`${second}s ${name}: ${waiting} waiting, ${agents}, ${answered} served, ${abandoned} gave up`)
  }
}
changes.close()
await done
await ami.close()
await pbx.close()
