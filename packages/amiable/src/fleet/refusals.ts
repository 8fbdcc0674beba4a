import { AmiAbortedError, AmiClosedError } from '../errors.ts'

/** The cluster is closed, so nothing was done. */
export function closed(what: string): AmiClosedError {
  return new AmiClosedError(`${what}: the cluster is closed`, { delivery: 'unsent' })
}

/** The caller gave up; nothing was sent. */
export function aborted(what: string, signal: AbortSignal | undefined): AmiAbortedError {
  return new AmiAbortedError(`${what}: aborted by the caller`, { delivery: 'unsent', cause: signal?.reason })
}
