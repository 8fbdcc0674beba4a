import { readFileSync, rmSync } from 'node:fs'
import { succeeds } from './run.mjs'

/** What is mounted inside a folder, deepest first. The lab itself leaves nothing mounted. */
function mountsBelow(folder) {
  const points = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    // proc(5): blanks in a mount point are written as octal escapes.
    .map((line) =>
      (line.split(' ')[1] ?? '').replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8))),
    )
  return points.filter((point) => point.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length)
}

/** Unmounts everything mounted inside a folder, as far as the kernel allows. */
async function unmountBelow(folder) {
  for (const point of mountsBelow(folder)) await succeeds('umount', [point])
}

/** Removes an unpacked suite; refuses while anything is mounted in it, for removal would reach through. */
export async function removeTree(folder) {
  await unmountBelow(folder)
  const left = mountsBelow(folder)
  if (left.length > 0) throw new Error(`cannot remove ${folder}: ${left.join(', ')} is still mounted`)
  rmSync(folder, { recursive: true, force: true })
}
