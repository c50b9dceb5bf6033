/** For a test that measures time, which a stall of the machine can spoil. */
export const MEASURED = { retry: 2 };
