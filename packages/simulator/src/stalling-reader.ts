/** What Asterisk reads in one go (main/manager.c, `inbuf`). */
const READ_BYTES = 1024

/**
 * Reads as Asterisk does from TLS: it waits for bytes on the socket, then takes at most 1024 of what OpenSSL
 * decrypted. What a longer record held besides stays in OpenSSL until the next record wakes the reader.
 *
 * Takes one record a call, which is how Node hands them on.
 */
export function stallingReader(read: (chunk: Buffer) => void): (record: Buffer) => void {
  let unread = Buffer.alloc(0)
  return (record) => {
    const all = Buffer.concat([unread, record])
    unread = all.subarray(READ_BYTES)
    read(all.subarray(0, READ_BYTES))
  }
}
