import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { Delivery } from '../../../src/events/delivery.ts'
import { tcp } from '../../../src/transport/tcp.ts'
import { deferred } from '../../../src/util/deferred.ts'
import { turns } from '../../support/fake-pbx.ts'
import { ManualClock } from '../../support/manual-clock.ts'

function counted(budgetMs: number) {
  const clock = new ManualClock()
  const spent = { times: 0 }
  const delivery = new Delivery(clock, budgetMs, () => {
    spent.times += 1
  })
  return { clock, delivery, spent }
}

describe('the budget of delivery', () => {
  it('is counted once for each turn that ends with more to do', async () => {
    const { clock, delivery, spent } = counted(5)
    let left = 4
    delivery.wake({
      slice: 1,
      deliver: () => {
        clock.jump(5)
        left -= 1
        return left > 0
      },
    })
    await turns(10)
    expect(left).toBe(0)
    // Four turns of one call each; the last one leaves nothing.
    expect(spent.times).toBe(3)
  })

  it('is not spent by a turn that ends because there is nothing left to do', async () => {
    const { clock, delivery, spent } = counted(5)
    delivery.wake({
      slice: 1,
      deliver: () => {
        clock.jump(50)
        return false
      },
    })
    await turns(3)
    expect(spent.times).toBe(0)
  })

  it('is counted once for each turn in which an iterator may not have more', async () => {
    const { clock, delivery, spent } = counted(5)
    expect(delivery.mayPull()).toBe(true)
    expect(spent.times).toBe(0)
    clock.jump(5)
    for (let asked = 0; asked < 3; asked += 1) expect(delivery.mayPull()).toBe(false)
    expect(spent.times).toBe(1)
    await turns(2)
    expect(delivery.mayPull()).toBe(true)
    clock.jump(5)
    expect(delivery.mayPull()).toBe(false)
    expect(spent.times).toBe(2)
  })
})

/** Reads so much from a server that sends it at once; what each turn of the loop gave, and how often one gave it all. */
async function read(
  bytes: number,
  readBytesPerTurn: number | undefined,
): Promise<{ turns: number[]; spent: number }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.end(Buffer.alloc(bytes, 120))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const closed = deferred<void>()
  const gave: number[] = []
  let [thisTurn, spent] = [0, 0]
  tcp({
    server: 'pbx',
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    tls: false,
    lookup: undefined,
    readBytesPerTurn,
    onReadBudgetSpent: () => {
      spent += 1
    },
  })({
    onOpen: () => undefined,
    onData: (chunk) => {
      if (thisTurn === 0) {
        setImmediate(() => {
          gave.push(thisTurn)
          thisTurn = 0
        })
      }
      thisTurn += chunk.length
    },
    onClose: () => closed.resolve(),
  })
  await closed.promise
  await turns(2)
  server.close()
  return { turns: gave, spent }
}

describe('the budget of reading', () => {
  it.each([65_536, 131_072, 1_048_576])(
    '%i bytes are the most of one turn, and each such turn is counted',
    async (most) => {
      const bytes = 6_000_000
      const { turns: gave, spent } = await read(bytes, most)
      expect(gave.reduce((sum, each) => sum + each, 0)).toBe(bytes)
      // The last buffer may pass it by less than its own size.
      for (const each of gave) expect(each).toBeLessThan(most + 65_536)
      expect(spent).toBe(gave.filter((each) => each >= most).length)
      if (most === 65_536) expect(spent).toBeGreaterThan(0)
    },
  )

  it('is not spent by a server that sends little', async () => {
    expect((await read(1000, undefined)).spent).toBe(0)
  })
})
