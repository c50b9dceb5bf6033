/** A final frame of text, unmasked as a server's are (RFC 6455, 5.2). */
const FINAL_TEXT = "\x81";

/**
 * The UTF-8 bytes of a text, as a string of one character per byte. Written as latin1 it becomes those bytes again.
 * Unlike a Buffer it is cheap to append to: only the short part is copied, and nothing is allocated outside the heap.
 */
export function toByteString(text: string): string {
  return Buffer.byteLength(text) === text.length ? text : Buffer.from(text, "utf8").toString("latin1");
}

/** The head of a frame with so many bytes of text, as a byte string. */
export function frameHead(length: number): string {
  if (length < 126) return FINAL_TEXT + String.fromCharCode(length);
  if (length < 65_536) return FINAL_TEXT + String.fromCharCode(126, length >> 8, length & 0xff);
  const size = Buffer.alloc(9, 127);
  size.writeBigUInt64BE(BigInt(length), 1);
  return FINAL_TEXT + size.toString("latin1");
}
