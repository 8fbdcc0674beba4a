import { askVersion } from './ami.mjs'
import { whyNot } from './machine.mjs'
import { readOptions, USAGE } from './options.mjs'
import { claimLabDir, LAB_DIR, serverFiles } from './places.mjs'
import { isAlive, mark } from './processes.mjs'
import { removeTree } from './remove.mjs'
import { capture } from './run.mjs'
import { serverNames, startServer, stateOf, stopServer, sweep } from './server.mjs'
import { progressOf, setUp, whileNoSetUp } from './setup.mjs'

const say = (line) => process.stderr.write(`${line}\n`)
const print = (text) => process.stdout.write(text)

const commands = {
  async up(options) {
    await sweep()
    const owner = options.owner === undefined ? undefined : mark(options.owner)
    if (options.owner !== undefined && owner === undefined)
      throw new Error(`no process ${options.owner} to own it`)
    return each(options, async (label) => {
      await setUp(label, say)
      const { set: settings, netns, host } = options
      return describe(await startServer(label, options.name, { settings, owner, netns, host }))
    })
  },

  setup: (options) =>
    each(options, async (label) => {
      await setUp(label, say)
      return { label, setup: 'ready' }
    }),

  async down(options) {
    await sweep()
    return each(options, async (label) => {
      const names = serverNames(label).filter((name) => isMeant(options, stateOf(label, name)))
      const ran = await Promise.all(names.map((name) => stopServer(label, name)))
      return { label, stopped: names.filter((_, index) => ran[index]) }
    })
  },

  async status(options) {
    return each(options, async (label) => ({
      label,
      setup: progressOf(label),
      servers: serverNames(label).map((name) => describe(stateOf(label, name))),
    }))
  },

  async sweep(options) {
    await sweep()
    return commands.status(options)
  },

  async clean(options) {
    const stopped = await commands.down({ ...options, all: true })
    await whileNoSetUp(say, () => removeTree(LAB_DIR))
    return stopped
  },

  cli: (options) =>
    each(options, async (label) => {
      const state = stateOf(label, options.name)
      if (state === undefined || !isAlive(state.process))
        throw new Error(`server "${options.name}" does not run`)
      const args = [
        state.root,
        '/usr/sbin/asterisk',
        '-C',
        state.configuration,
        '-rx',
        options.words.join(' '),
      ]
      return { label, output: await capture('chroot', args) }
    }),
}

function isMeant({ all, owner, name }, state) {
  if (owner !== undefined) return state?.owner?.pid === owner
  return all || state?.name === name
}

/** Does the same for every suite at once; a suite that fails is reported and leaves the others alone. */
async function each({ labels }, work) {
  const outcomes = await Promise.allSettled(labels.map(work))
  const done = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const absent = outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected' ? [{ label: labels[index], reason: outcome.reason.message }] : [],
  )
  return { done, absent }
}

function describe(state) {
  const running = isAlive(state.process)
  return { ...state, running, file: serverFiles(state.label, state.name).state }
}

function report({ done, absent }) {
  const lines = done.flatMap((item) => (item.servers ?? [item]).map((one) => reportLine({ ...item, ...one })))
  return `${[...lines, ...absent.map(({ label, reason }) => `Asterisk ${label} is absent: ${reason}`)].join('\n')}\n`
}

function reportLine(item) {
  if (item.output !== undefined) return item.output.trimEnd()
  if (item.stopped !== undefined)
    return `Asterisk ${item.label}: stopped ${item.stopped.join(', ') || 'nothing'}`
  if (item.port === undefined)
    return `Asterisk ${item.label}: ${item.setup === 'ready' ? 'set up' : 'not set up'}`
  const place = item.running
    ? `${item.url}  TLS ${item.tlsPort}  HTTP ${item.httpPort}  pid ${item.process.pid}`
    : 'stopped'
  return `Asterisk ${item.version ?? item.label} (${item.name}): ${place}  ${item.file}`
}

/** The version of the Asterisk a URL reaches. */
function ask(url) {
  const { hostname, port, username, password } = new URL(url)
  const [user, secret] = [username, password].map(decodeURIComponent)
  return askVersion({
    host: hostname,
    port: Number(port || 5038),
    user,
    secret,
    booted: false,
    patienceMs: 10_000,
  })
}

async function main() {
  const options = readOptions(process.argv.slice(2))
  if (options.help) return print(USAGE)
  if (options.command === 'ask') return print(`${await ask(options.words[0])}\n`)
  const reason = whyNot()
  if (reason !== undefined) throw new Error(reason)
  claimLabDir()
  const result = await commands[options.command](options)
  print(options.json ? `${JSON.stringify(result)}\n` : report(result))
  if (result.done.length === 0) process.exitCode = 1
}

main().catch((error) => {
  say(`lab: ${error.message}`)
  process.exitCode = 1
})
