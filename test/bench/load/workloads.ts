import { readPort } from "../reads/read-port.ts";
import { readStations } from "../reads/read-stations.ts";
import { createAndCancel } from "../writes/create-and-cancel.ts";
import { wantOneSlot } from "../writes/want-one-slot.ts";
import type { HttpAnswer } from "./http-connection.ts";

/** Sends a request and times it. */
export type Ask = (request: string) => Promise<HttpAnswer>;

/** A client's iteration over HTTP, from which a `Turn` is made. */
export type HttpTurn = (
  timed: Ask,
  afterwards: (work: (untimed: Ask) => Promise<unknown>) => void,
) => Promise<void>;

/** Creates the iteration of one client. */
export type Workload<Parameters> = (parameters: Parameters, client: number) => HttpTurn;

/** The workloads of the load process. Each job carries the parameters of one. */
export const workloads = { readPort, readStations, createAndCancel, wantOneSlot };

type Workloads = typeof workloads;

export type Job = {
  [Name in keyof Workloads]: {
    readonly workload: Name;
    readonly parameters: Parameters<Workloads[Name]>[0];
  };
}[keyof Workloads];
