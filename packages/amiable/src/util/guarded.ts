import { isThenable } from './thenable.ts'

/** Runs somebody else's code; what it throws, or its promise rejects with, goes to `failed` and no further. */
export function guarded(code: () => unknown, failed: (error: unknown) => void): void {
  try {
    const returned: unknown = code()
    if (isThenable(returned)) returned.then(undefined, failed)
  } catch (error) {
    failed(error)
  }
}
