import { readOptions } from './options.mjs'
import { soak } from './soak.mjs'
import { createView } from './view.mjs'

const options = readOptions(process.argv.slice(2))
const interrupted = new AbortController()
process.once('SIGINT', () => interrupted.abort())

const view = createView(process.stdout, options.seconds)
const result = await soak(options, interrupted.signal, options.json ? () => undefined : view.show)
if (options.json) console.log(JSON.stringify(result, undefined, 2))
else view.finish(result)
process.exitCode = result.passed ? 0 : 1
