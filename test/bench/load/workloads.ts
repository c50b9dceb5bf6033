import { readPort } from "../reads/read-port.ts";
import { readStations } from "../reads/read-stations.ts";
import { createAndCancel } from "../writes/create-and-cancel.ts";
import { wantOneSlot } from "../writes/want-one-slot.ts";
import type { HttpAnswer } from "./http-connection.ts";

/** Sends a request and times it. */
export type Ask = (request: string) => Promise<HttpAnswer>;

/** What the clients of one load do over HTTP, as `Turn` wants it. */
export type HttpTurn = (
  timed: Ask,
  afterwards: (work: (untimed: Ask) => Promise<unknown>) => void,
) => Promise<void>;

/** Makes the turn of one of the load's clients. */
export type Workload<Parameters> = (parameters: Parameters, client: number) => HttpTurn;

/** What the load process can do; it gets the parameters of it with each job. */
export const workloads = { readPort, readStations, createAndCancel, wantOneSlot };

type Workloads = typeof workloads;

export type Job = {
  [Name in keyof Workloads]: {
    readonly workload: Name;
    readonly parameters: Parameters<Workloads[Name]>[0];
  };
}[keyof Workloads];
