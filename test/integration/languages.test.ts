import { createClient } from "graphql-ws";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { openScene, type Scene } from "../support/scene.ts";
import { takeClock } from "../support/test-clock.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ manualDeadlines: true });
});
afterAll(() => scene.close());

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { message: string; extensions: Record<string, unknown> }[];
}

async function ask(query: string, acceptLanguage: string, token: string): Promise<Answer> {
  const headers = {
    "content-type": "application/json",
    "accept-language": acceptLanguage,
    authorization: `Bearer ${token}`,
  };
  const response = await fetch(`${scene.url}/graphql`, {
    method: "POST",
    headers,
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Answer;
}

test("messages and reasons are in the caller's language over HTTP and WebSocket; codes stay the same", async () => {
  const clock = await takeClock(scene.database);
  const token = await scene.app.tokens.sign({ subject: "operator", roles: ["OPERATOR"] }, "1h");
  const { slotIds } = await scene.newSite();
  const driver = await scene.newDriver();
  const { id, code } = await driver.book(slotIds);
  await clock.advance(1801);
  await scene.app.sweep();

  const reasons = `{ reservation(id: "${id}") { status cancellationReason history { reason } } }`;
  for (const [language, reason] of [
    ["en", "The reserved time has passed"],
    ["vi", "Đã qua thời gian giữ chỗ"],
  ] as const) {
    const { data } = await ask(reasons, language, token);
    expect(data).toEqual({
      reservation: { status: "EXPIRED", cancellationReason: reason, history: [{ reason: null }, { reason }] },
    });
  }
  const hidden = await ask(`mutation { hideReservation(reservationId: "${id}") { message } }`, "vi", token);
  expect(hidden.data).toEqual({
    hideReservation: { message: `Lượt đặt ${code} đã được ẩn khỏi bảng điều khiển.` },
  });

  const again = `mutation { hideReservation(reservationId: "${id}") { message } }`;
  const message = `Không thể ẩn lượt đặt ${code}: lượt đặt đã được ẩn.`;
  const overHttp = await ask(again, "vi-VN, en;q=0.5", token);
  expect(overHttp.errors?.[0]).toMatchObject({
    message,
    extensions: { code: "INVALID_STATE", currentStatus: "EXPIRED" },
  });
  const client = createClient({
    url: `${scene.url.replace("http", "ws")}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}`, acceptLanguage: "vi" },
  });
  const overWebSocket = await new Promise<Answer>((resolve, reject) => {
    client.subscribe(
      { query: again },
      { next: (value) => resolve(value as Answer), error: reject, complete: () => {} },
    );
  });
  expect(overWebSocket.errors?.[0]?.message).toBe(message);
  await client.dispose();

  const blank = await ask('mutation { createStation(input: { name: "" }) { station { id } } }', "vi", token);
  expect(blank.errors?.[0]?.extensions).toMatchObject({
    code: "BAD_USER_INPUT",
    fields: [{ path: "input.name", message: "phải có từ 1 đến 200 ký tự, không để trống và không có NUL" }],
  });
});

test("the close reason of a WebSocket is in the caller's language", async () => {
  const token = await scene.app.tokens.sign({ subject: "brief", roles: ["DRIVER"] }, "1s");
  const socket = new WebSocket(`${scene.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  await new Promise((resolve) => socket.on("open", resolve));
  const closed = new Promise((resolve) =>
    socket.on("close", (code, reason) => resolve([code, String(reason)])),
  );
  const payload = { authorization: `Bearer ${token}`, acceptLanguage: "vi" };
  socket.send(JSON.stringify({ type: "connection_init", payload }));
  expect(await closed).toEqual([
    4403,
    expect.stringMatching(/^Token đã hết hạn: hãy (kết nối lại với|lấy) token mới$/),
  ]);
});
