import { AmiClient } from './client.ts'
import type { AmiClientOptions } from './options.ts'

/**
 * `new AmiClient(options).connect()`, for scripts. A client that cannot log in is closed, not left trying.
 *
 * @example
 * ```ts
 * await using ami = await connect({ host: 'pbx1', username: 'dialer', secret: 's' })
 * console.log((await ami.send('Ping')).ok)
 * ```
 */
export async function connect(
  options: AmiClientOptions,
  wait: { readonly signal?: AbortSignal } = {},
): Promise<AmiClient> {
  const client = new AmiClient(options)
  try {
    return await client.connect(wait)
  } catch (error) {
    await client.close()
    throw error
  }
}
