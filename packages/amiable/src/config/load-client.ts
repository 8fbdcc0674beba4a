import type { AmiClientOptions } from '../options.ts'
import { resolveOptions } from '../resolved-options.ts'
import { readEnvironment } from './environment.ts'
import { type ConfigSources, Loading } from './loading.ts'
import { variableOf } from './text-options.ts'

/**
 * Options of one client, from a file and the environment. Opens no connection.
 *
 * @throws AmiArgumentError with every problem of every source, each under the name of its variable, or of the file and
 * its path there; no secret is shown.
 */
export async function loadClientOptions(sources: ConfigSources = {}): Promise<AmiClientOptions> {
  const loading = new Loading(sources)
  const { env, prefix, findings } = loading
  const file = await loading.readFile()
  const { shared } = readEnvironment(env, prefix, undefined, findings)
  const options = (await loading.layered(file, shared, '')) as AmiClientOptions
  findings.check(
    () => resolveOptions(options),
    (path) => `set ${prefix}${variableOf(path)}`,
  )
  findings.throwIfAny()
  return options
}
