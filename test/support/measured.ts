/** For a test that measures time: one stall of the machine may spoil it, and is not what it is about. */
export const MEASURED = { retry: 2 };
