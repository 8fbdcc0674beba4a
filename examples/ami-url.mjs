import { AmiArgumentError } from 'amiable'
import { parseAmiUrl } from 'amiable/config'

/** Options of the server that a URL names; a URL that cannot be used ends the program in one line, exit code 2. */
export function optionsOf(url) {
  try {
    return parseAmiUrl(url)
  } catch (error) {
    if (!(error instanceof AmiArgumentError)) throw error
    const problems = error.problems.map(({ path, message }) =>
      path === 'url' ? message : `${path} ${message}`,
    )
    console.error(`AMI_URL (ami://user:secret@host:5038): ${problems.join('; ')}`)
    process.exit(2)
  }
}
