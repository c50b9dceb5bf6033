import cliProgress from "cli-progress";
import { showWallClock } from "./log-values.ts";

/** Shows the progress of a run. */
export interface Progress {
  start(total: number): void;
  /** Counts one more step; the log's clock is at `at`. */
  advance(at: number): void;
  stop(): void;
}

/** A bar on a terminal; elsewhere, as in the log of a build, a line every 5 seconds. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? new BarProgress(stream) : new LineProgress(stream);
}

class BarProgress implements Progress {
  readonly #bar: cliProgress.SingleBar;

  constructor(stream: NodeJS.WriteStream) {
    this.#bar = new cliProgress.SingleBar({
      stream,
      format: "{bar} {percentage}% | {value}/{total} starts and ends | {clock} | {duration_formatted}",
      barCompleteChar: "#",
      barIncompleteChar: "-",
      barsize: 30,
      hideCursor: true,
    });
  }

  start(total: number): void {
    this.#bar.start(total, 0, { clock: "" });
  }

  advance(at: number): void {
    this.#bar.increment(1, { clock: showWallClock(at) });
  }

  stop(): void {
    this.#bar.stop();
  }
}

const LINE_EVERY_MS = 5_000;

class LineProgress implements Progress {
  readonly #stream: NodeJS.WritableStream;
  #total = 0;
  #done = 0;
  #shownAtMs = 0;

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
  }

  start(total: number): void {
    this.#total = total;
    this.#shownAtMs = performance.now();
  }

  advance(at: number): void {
    this.#done += 1;
    if (performance.now() - this.#shownAtMs < LINE_EVERY_MS) return;
    this.#shownAtMs = performance.now();
    this.#stream.write(`${this.#done} of ${this.#total} starts and ends, log time ${showWallClock(at)}\n`);
  }

  stop(): void {}
}
