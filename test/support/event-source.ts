/** A server-sent event as it came over the wire. */
export interface ServerSentEvent {
  readonly event?: string;
  readonly id?: string;
  readonly data?: string;
}

/** Reads a stream of server-sent events like a browser, but without reconnecting. */
export class EventSourceReader {
  readonly events: ServerSentEvent[] = [];
  readonly response: Response;
  ended = false;
  readonly #abort: AbortController;

  private constructor(response: Response, abort: AbortController) {
    this.response = response;
    this.#abort = abort;
    void this.#read().finally(() => {
      this.ended = true;
    });
  }

  static async open(url: string, init: RequestInit = {}): Promise<EventSourceReader> {
    const abort = new AbortController();
    return new EventSourceReader(await fetch(url, { ...init, signal: abort.signal }), abort);
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(): Promise<void> {
    let text = "";
    const decoder = new TextDecoder();
    try {
      for await (const chunk of this.response.body as AsyncIterable<Uint8Array>) {
        text += decoder.decode(chunk, { stream: true });
        const blocks = text.split("\n\n");
        text = blocks.pop() ?? "";
        for (const block of blocks) if (!block.startsWith(":")) this.events.push(parse(block));
      }
    } catch {
      // The test closed the stream, or the server broke it off. `ended` is set either way.
    }
  }
}

function parse(block: string): ServerSentEvent {
  return Object.fromEntries(block.split("\n").map((line) => line.split(/: ?(.*)/s, 2)));
}
