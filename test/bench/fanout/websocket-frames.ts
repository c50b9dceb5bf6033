/** The parts of the WebSocket framing that a benchmark's client needs (RFC 6455, 5.2). */

const FINAL = 0x80;
const MASKED = 0x80;
export const opcodes = { text: 1, close: 8, ping: 9, pong: 10 } as const;

/** A client's frame with a zero mask, which is allowed and leaves the text unchanged. */
export function clientFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head =
    length < 126
      ? [FINAL | opcode, MASKED | length]
      : [FINAL | opcode, MASKED | 126, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]);
}

/** A server's frame, built once for any number of sockets. */
export function serverFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head =
    length < 126 ? [FINAL | opcodes.text, length] : [FINAL | opcodes.text, 126, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), payload]);
}

type OnFrame = (opcode: number, bytes: Buffer, start: number, end: number) => void;

/**
 * Calls `onFrame` for each complete server frame in `bytes`.
 *
 * @returns the start of the first incomplete frame.
 */
export function readServerFrames(bytes: Buffer, size: number, onFrame: OnFrame): number {
  let at = 0;
  for (;;) {
    if (at + 2 > size) return at;
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const headSize = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (at + headSize > size) return at;
    const length =
      short < 126
        ? short
        : short === 126
          ? bytes.readUInt16BE(at + 2)
          : Number(bytes.readBigUInt64BE(at + 2));
    const start = at + headSize;
    if (start + length > size) return at;
    onFrame((bytes[at] ?? 0) & 0x0f, bytes, start, start + length);
    at = start + length;
  }
}
