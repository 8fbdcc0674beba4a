import { AmiClient, type AmiClientOptions, type StateChange } from 'amiable'
import { FakePbx, turns } from './fake-pbx.ts'
import { ManualClock } from './manual-clock.ts'

/** A client on a clock that stands still, with a server that is not on any network. */
export interface ManualClient {
  readonly clock: ManualClock
  readonly pbx: FakePbx
  readonly client: AmiClient
  /** Every change of state so far. */
  readonly changes: StateChange[]
  /** Advances in steps, and lets the event loop turn after each. */
  pass(ms: number, stepMs?: number): Promise<void>
  /** Advances from timer to timer, and lets the event loop turn after each, until so much time has passed. */
  run(ms: number): Promise<void>
}

/** Makes a {@link ManualClient}. `random` is 0.5 unless given. */
export function manualClient(options: Partial<AmiClientOptions> = {}): ManualClient {
  const clock = new ManualClock()
  const pbx = new FakePbx()
  const client = new AmiClient({
    server: 'pbx',
    host: '127.0.0.1',
    username: 'dialer',
    secret: 'hunter2',
    dial: pbx.dial,
    clock,
    random: () => 0.5,
    ...options,
  })
  const changes: StateChange[] = []
  client.onState((change) => changes.push(change))
  const pass = async (ms: number, stepMs = ms): Promise<void> => {
    for (let passed = 0; passed < ms; passed += stepMs) {
      clock.advance(Math.min(stepMs, ms - passed))
      await turns()
    }
  }
  const run = async (ms: number): Promise<void> => {
    const until = clock.now() + ms
    for (let at = clock.nextAt; at !== undefined && at <= until; at = clock.nextAt) {
      clock.advance(at - clock.now())
      await turns()
    }
    clock.advance(until - clock.now())
  }
  return { clock, pbx, client, changes, pass, run }
}
