import type { Message } from "../shared/message.ts";

/** Ends the connection of a subscriber that cannot keep up. */
export type CloseSocket = (code: number, reason: Message) => void;

/** The WebSocket close code that tells a client to come back later. */
export const TRY_AGAIN_LATER = 1013;

/** How many events may wait for one subscriber. */
export const WAITING_EVENTS = 1_000;
