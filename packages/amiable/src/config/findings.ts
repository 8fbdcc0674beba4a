import { AmiArgumentError, type AmiProblem } from '../errors.ts'

/** Collects what is wrong with the sources, each thing under the name of where it was written. */
export class Findings {
  readonly #problems: AmiProblem[] = []
  readonly #origins = new Map<string, string>()
  readonly #doubtful = new Set<string>()

  /** Notes where the option of a path was written; the last source to have it is the one in force. */
  note(path: string, label: string): void {
    this.#origins.set(path, label)
  }

  /** Something wrong with what a source says, under the source's own name. */
  source(label: string, message: string, doubtful: readonly string[] = []): void {
    this.#problems.push({ path: label, message })
    for (const path of doubtful) this.#doubtful.add(path)
  }

  /** Something wrong with an option. What it stands for is then not told to be missing. */
  option(path: string, message: string, standsFor: string = path): void {
    this.source(this.#origins.get(path) ?? path, message, [standsFor])
  }

  /** Runs the checks that options from code go through, and takes over what they find. */
  check(run: () => unknown, hint: (path: string) => string): void {
    try {
      run()
    } catch (error) {
      if (!(error instanceof AmiArgumentError)) throw error
      for (const problem of error.problems) this.#checked(problem, hint)
    }
  }

  /** Fails if anything is wrong. */
  throwIfAny(): void {
    if (this.#problems.length > 0) throw new AmiArgumentError(this.#problems)
  }

  #checked({ path, message }: AmiProblem, hint: (path: string) => string): void {
    const origin = this.#origins.get(path)
    if (message !== 'is required') this.#problems.push({ path: origin ?? path, message })
    else if (!this.#isDoubtful(path)) this.#problems.push({ path, message: `${message}: ${hint(path)}` })
  }

  #isDoubtful(path: string): boolean {
    return this.#doubtful.has(path) || this.#doubtful.has(`defaults.${path.slice(path.lastIndexOf('.') + 1)}`)
  }
}
