import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSetting } from './options.mjs'
import { serverFiles, suiteFiles, TEMPLATES_DIR } from './places.mjs'
import { capture } from './run.mjs'

/** What Asterisk expects to find where it writes. */
const FOLDERS = [
  'cache',
  'lib/keys',
  'lib/moh',
  'lib/priv-callerintros',
  'lib/sounds/custom',
  'log/cdr-csv',
  'log/cdr-custom',
  'run',
  ...['dictate', 'meetme', 'monitor', 'outgoing', 'system', 'tmp', 'voicemail'].map(
    (part) => `spool/${part}`,
  ),
]

/**
 * Writes the configuration of one server: what the suite ships, over it the lab's templates, and last the
 * settings a test asked for.
 */
export async function configure(label, name, places, settings) {
  const { root } = suiteFiles(label)
  const { home, folder } = serverFiles(label, name)
  const etc = join(folder, 'etc')
  rmSync(etc, { recursive: true, force: true })
  for (const part of FOLDERS) mkdirSync(join(folder, part), { recursive: true })
  cpSync(join(root, 'etc', 'asterisk'), etc, { recursive: true })
  rmSync(join(etc, 'extensions.lua'), { force: true })
  const values = { ...places, home }
  for (const layer of ['common', label]) copyTemplates(join(TEMPLATES_DIR, layer), etc, values)
  for (const setting of settings) applySetting(etc, parseSetting(setting))
  await capture('chroot', [root, 'chown', '-R', 'asterisk:asterisk', home])
}

/** Fills the `{{name}}` places of a template; an unknown name is an error. */
function fill(template, values) {
  return template.replace(/\{\{(\w+)\}\}/g, (_, key) => {
    if (values[key] === undefined)
      throw new Error(`a lab template names {{${key}}}, which the lab does not set`)
    return String(values[key])
  })
}

/**
 * Sets one key of one section of a configuration file's text: the key's first line there is replaced, or a line
 * is added at the section's start. A section that is missing is added.
 */
function withSetting(text, section, key, value) {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => line.startsWith(`[${section}]`))
  if (start === -1) return `${text}\n[${section}]\n${key} = ${value}\n`
  const next = lines.findIndex((line, index) => index > start && line.startsWith('['))
  const stop = next === -1 ? lines.length : next
  const at = lines.findIndex(
    (line, index) =>
      index > start && index < stop && line.split('=')[0].trim().toLowerCase() === key.toLowerCase(),
  )
  if (at === -1) lines.splice(start + 1, 0, `${key} = ${value}`)
  else lines[at] = `${key} = ${value}`
  return lines.join('\n')
}

function copyTemplates(from, to, values) {
  if (!existsSync(from)) return
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory()) copyTemplates(source, target, values)
    else writeFileSync(target, fill(readFileSync(source, 'utf8'), values))
  }
}

function applySetting(etc, { file, section, key, value }) {
  const path = join(etc, file)
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  writeFileSync(path, withSetting(text, section, key, value))
}
