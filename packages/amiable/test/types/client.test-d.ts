import {
  AmiClient,
  type AmiClientOptions,
  AmiConnectionError,
  AmiError,
  type AmiErrorCode,
  AmiRejectedError,
  type AmiResponse,
  type ClientCounters,
  type ClientHealth,
  type ClientState,
  type ConnectionReason,
  connect,
  type Delivery,
  type StateChange,
} from 'amiable'
import { describe, expectTypeOf, it } from 'vitest'

declare const client: AmiClient
declare const caught: unknown

describe('errors', () => {
  it('are told apart by code', () => {
    if (!AmiError.is(caught)) return
    expectTypeOf(caught).toEqualTypeOf<AmiError>()
    expectTypeOf(caught.code).toEqualTypeOf<AmiErrorCode>()
    expectTypeOf(caught.delivery).toEqualTypeOf<Delivery | undefined>()
    expectTypeOf(caught.response).toEqualTypeOf<AmiResponse | undefined>()
    // @ts-expect-error no such code
    caught.code === 'AMI_TIMED_OUT'
    // @ts-expect-error no such delivery
    caught.delivery === 'sent'
    // @ts-expect-error what happened cannot be changed
    caught.delivery = 'unsent'
  })

  it('are told apart by class', () => {
    if (caught instanceof AmiRejectedError) {
      expectTypeOf(caught.response).toEqualTypeOf<AmiResponse>()
      expectTypeOf<typeof caught.code>().toEqualTypeOf<'AMI_REJECTED'>()
    }
    if (caught instanceof AmiConnectionError) {
      expectTypeOf(caught.reason).toEqualTypeOf<ConnectionReason>()
      expectTypeOf(caught.errno).toEqualTypeOf<string | undefined>()
    }
    // @ts-expect-error the root of the tree is nobody's error
    new AmiError('why')
    // @ts-expect-error a rejection has its response
    new AmiRejectedError('why', {})
  })
})

describe('options', () => {
  it('need host, username and secret', () => {
    new AmiClient({ host: 'pbx1', username: 'u', secret: 's' })
    new AmiClient({
      host: 'pbx1',
      username: 'u',
      secret: async () => 's',
      keepalive: false,
      reconnect: false,
    })
    // @ts-expect-error no secret
    new AmiClient({ host: 'pbx1', username: 'u' })
    // @ts-expect-error nothing at all
    new AmiClient()
    // @ts-expect-error a port is a number
    new AmiClient({ host: 'pbx1', username: 'u', secret: 's', port: '5038' })
    // @ts-expect-error no such option
    new AmiClient({ host: 'pbx1', username: 'u', secret: 's', password: 's' })
    // @ts-expect-error no such group member
    new AmiClient({ host: 'pbx1', username: 'u', secret: 's', timeouts: { connect: 1 } })
    // @ts-expect-error no such class of events
    new AmiClient({ host: 'pbx1', username: 'u', secret: 's', events: ['calls'] })
    // @ts-expect-error timeouts cannot be switched off
    new AmiClient({ host: 'pbx1', username: 'u', secret: 's', timeouts: false })
    expectTypeOf<AmiClientOptions['auth']>().toEqualTypeOf<'md5' | 'plain' | undefined>()
  })
})

describe('a client', () => {
  it('connects to itself', () => {
    expectTypeOf(client.connect()).resolves.toEqualTypeOf<AmiClient>()
    expectTypeOf(connect({ host: 'pbx1', username: 'u', secret: 's' })).resolves.toEqualTypeOf<AmiClient>()
    // @ts-expect-error how long to wait is the signal's business
    client.connect({ timeoutMs: 7 })
  })

  it('tells its state, its health and its counters, read only', () => {
    expectTypeOf(client.state).toEqualTypeOf<ClientState>()
    expectTypeOf(client.health()).toEqualTypeOf<ClientHealth>()
    expectTypeOf(client.counters()).toEqualTypeOf<Readonly<ClientCounters>>()
    // @ts-expect-error the state is the client's own
    client.state = 'ready'
    // @ts-expect-error no such state
    client.state === 'connected'
    // @ts-expect-error counters are a copy that nobody changes
    client.counters().events = 0
    // @ts-expect-error health is a snapshot
    client.health().failures = 0
  })

  it('H12 tells of typed changes of state, with their cause', () => {
    const undo = client.onState((change) => {
      expectTypeOf(change).toEqualTypeOf<StateChange>()
      expectTypeOf(change.to).toEqualTypeOf<ClientState>()
      expectTypeOf(change.cause).toEqualTypeOf<AmiError | undefined>()
    })
    expectTypeOf(undo).toEqualTypeOf<() => void>()
    client.onState(async () => undefined)
    // @ts-expect-error there is no event called so: state is not an event
    client.onState('ready', () => undefined)
  })

  it('is disposed of asynchronously', () => {
    expectTypeOf<AmiClient>().toExtend<AsyncDisposable>()
    expectTypeOf(client.close()).resolves.toEqualTypeOf<void>()
    // @ts-expect-error not synchronously
    client satisfies Disposable
  })
})
