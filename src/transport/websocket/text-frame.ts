/** A final frame of text, unmasked as a server's are (RFC 6455, 5.2). */
const FINAL_TEXT = "\x81";

/**
 * The bytes of a text in UTF-8, as a string of one character a byte. Written as latin1 it becomes those bytes again, and
 * unlike a Buffer it is cheap to add to: it costs a copy of what is short, and no allocation outside the heap.
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
