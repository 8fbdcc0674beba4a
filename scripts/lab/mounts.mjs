import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What is mounted inside a folder, deepest first. The lab itself leaves nothing mounted. */
export function mountsBelow(folder) {
  const points = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    // proc(5): blanks in a mount point are written as octal escapes.
    .map((line) =>
      (line.split(' ')[1] ?? '').replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8))),
    )
  return points.filter((point) => point.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length)
}

/** Unmounts everything mounted inside a folder, as far as the kernel allows. */
export function unmountBelow(folder) {
  for (const point of mountsBelow(folder)) spawnSync('umount', [point])
}
