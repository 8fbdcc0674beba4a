import type { Member } from './member.ts'

/** Servers that the fleet has no more, until they are closed. */
export class Retired {
  readonly #members = new Set<Member>()

  /** Closes a server once what waits on it for answers has them. */
  async finish(member: Member): Promise<void> {
    this.#members.add(member)
    if (member.client.state === 'ready') await member.client.link.idle()
    await this.#close(member)
  }

  /** Closes a server at once, and those that it took the place of. */
  async end(member: Member): Promise<void> {
    this.#members.add(member)
    await this.#closeAll([...this.#members].filter(({ server }) => server === member.server))
  }

  /** Closes all of them at once. */
  async endAll(): Promise<void> {
    await this.#closeAll([...this.#members])
  }

  async #closeAll(members: readonly Member[]): Promise<void> {
    await Promise.all(members.map((member) => this.#close(member)))
  }

  async #close(member: Member): Promise<void> {
    await member.client.close()
    this.#members.delete(member)
  }
}
