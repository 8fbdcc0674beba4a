import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { capture, run, succeeds } from './run.mjs'

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** Why this machine cannot set up a lab, in one clause, or undefined when it can. */
export function whyNot() {
  if (process.platform !== 'linux') return 'the lab needs Linux'
  if (process.getuid?.() !== 0) return 'the lab needs root, to unpack a Debian suite and enter it'
  if (!existsSync('/usr/bin/apt-get')) return 'the lab needs a Debian machine (there is no apt-get here)'
  return undefined
}

/** Installs debootstrap, and the keys it checks suites with, from the machine's own package sources. */
export async function installDebootstrap(log) {
  const wanted = []
  if (!(await succeeds('which', ['debootstrap']))) wanted.push('debootstrap')
  if (!existsSync(KEYRING)) wanted.push('debian-archive-keyring')
  if (wanted.length === 0) return
  mkdirSync(dirname(log), { recursive: true })
  // A source of the machine's that cannot be reached need not stop the package from coming from another one.
  await run('apt-get update', ['apt-get', 'update'], log).catch(() => undefined)
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120']
  await run('apt-get install', [...install, ...wanted], log)
}

/**
 * The mirrors to try for a suite: none named, which leaves it to debootstrap's own default, and then those the
 * machine's package sources name.
 */
export async function mirrors() {
  const format = ['indextargets', '--format', '$(ORIGIN) $(REPO_URI)', 'Created-By: Packages']
  const listed = await capture('apt-get', format).catch(() => '')
  const debian = listed.split('\n').filter((line) => line.startsWith('Debian '))
  return [undefined, ...new Set(debian.map((line) => line.slice('Debian '.length)))]
}

/**
 * The words that run a command with mounts and processes of its own: the kernel takes both away with this
 * process, so that whatever happens nothing stays mounted in the lab's folder and nothing still writes there.
 * Where the machine does not allow that (an unprivileged container), no words.
 */
export async function confinement() {
  const words = ['setpriv', '--pdeathsig', 'KILL', 'unshare', '--mount', '--pid', '--fork', '--kill-child']
  return (await succeeds(words[0], [...words.slice(1), 'true'])) ? words : []
}
