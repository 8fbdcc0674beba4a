export { type Certificate, type CertificateOptions, selfSignedCertificate } from './certificate.ts'
export type { Garbage } from './fault-bytes.ts'
export type { FloodOptions } from './flood.ts'
export {
  type ActionScript,
  type CallOutcome,
  type DeathStep,
  type SimulatedUser,
  SimulatorOptionError,
  type SimulatorOptions,
  type SimulatorTls,
} from './options.ts'
export type { Pbx } from './pbx.ts'
export type { Queue, QueueCaller, QueueMember } from './queue.ts'
export type { Chunks } from './raw-writer.ts'
export type { RequestProblem, SimulatedRequest } from './request.ts'
export type { ListExtra, ListItem, SimulatedSession } from './session.ts'
export { Simulator, startSimulator } from './simulator.ts'
export { startTraffic, type Traffic, type TrafficOptions } from './traffic.ts'
export { SimulatorClosedError } from './waiters.ts'
export type { HeadersToWrite } from './wire.ts'
