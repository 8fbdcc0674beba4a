import { isIP } from 'node:net'
import { parseArgs } from 'node:util'
import { SUITES } from './places.mjs'

const COMMANDS = ['up', 'down', 'status', 'setup', 'clean', 'sweep', 'cli', 'ask']

/** How the lab is used, as printed for `--help` and after a mistake. */
export const USAGE = `npm run lab -- [command] [options]

  up      set up what is missing and start the servers (the default)
  down    stop them; what was set up stays
  status  what is set up and what runs
  setup   set up without starting
  clean   stop everything and remove the lab's folder
  sweep   stop the temporary servers whose owner is gone
  cli     run one Asterisk console command, given after --, on each server
  ask     print the version of the Asterisk that ami://user:secret@host:port reaches

  --only 22,16        these suites alone
  --name NAME         another server than the default one; several run side by side
  --set F:S:KEY=VAL   change a setting in file F, section S; may be repeated
  --netns NAME        run in this network namespace, which must exist
  --host ADDRESS      listen there for managers (127.0.0.1); kept, like the namespace, from the first start on
  --owner PID         make the server temporary: it goes when stopped, or when this process is gone;
                      with down: the servers of this owner
  --all               with down: every server, whatever its name
  --json              print the result as JSON
`

/** Reads the command line; throws a plain sentence for one that makes no sense. */
export function readOptions(argv) {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      only: { type: 'string' },
      name: { type: 'string', default: 'default' },
      set: { type: 'string', multiple: true },
      netns: { type: 'string' },
      host: { type: 'string' },
      owner: { type: 'string' },
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const [command = 'up', ...words] = positionals
  if (!COMMANDS.includes(command)) throw new Error(`there is no command "${command}"`)
  if (!['cli', 'ask'].includes(command) && words.length > 0)
    throw new Error(`${command} takes no "${words[0]}"`)
  if (!/^[a-z0-9-]{1,40}$/.test(values.name)) throw new Error('a name is made of a-z, 0-9 and -')
  if (!/^[\w.-]{1,80}$/.test(values.netns ?? 'none')) throw new Error(`"${values.netns}" names no namespace`)
  if (values.host !== undefined && isIP(values.host) !== 4) throw new Error('--host takes an IPv4 address')
  for (const setting of values.set ?? []) parseSetting(setting)
  return { ...values, command, words, labels: labelsOf(values.only), owner: ownerOf(values.owner) }
}

/** Reads a setting, written `file:section:key=value` as in `manager.conf:general:authlimit=5`. */
export function parseSetting(text) {
  const parts = /^([\w./-]+):([^:]+):([^=]+)=(.*)$/.exec(text)
  if (parts === null || parts[1].includes('..')) {
    throw new Error(`a setting is written file:section:key=value, not "${text}"`)
  }
  const [, file, section, key, value] = parts
  return { file, section, key: key.trim(), value: value.trim() }
}

function labelsOf(only) {
  const known = Object.keys(SUITES).sort((a, b) => Number(b) - Number(a))
  if (only === undefined) return known
  const wanted = only.split(',')
  const unknown = wanted.find((label) => !known.includes(label))
  if (unknown !== undefined) throw new Error(`there is no suite "${unknown}", only ${known.join(' and ')}`)
  return wanted
}

function ownerOf(text) {
  if (text === undefined) return undefined
  const pid = Number(text)
  if (!Number.isInteger(pid) || pid < 1) throw new Error(`--owner takes a process id, not "${text}"`)
  return pid
}
