import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiError } from "../support/api-client.ts";
import {
  ActivateSlot,
  CancelReservation,
  CompleteReservation,
  ConfirmReservation,
  CreateReservation,
  DeactivateSlot,
  ReportProgress,
  StartSession,
  StopSession,
} from "../support/operations.ts";
import { everything, expectHealthy, openScene, type Scene } from "../support/scene.ts";

const STATUSES_ON_SLOT =
  "select r.status from reservations r join reservation_items i on i.reservation_id = r.id where i.slot_id = $1";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => {
  await expectHealthy(scene.database);
  await scene.close();
});

/** Runs a request that must be refused, and checks that it changed nothing. */
async function refusedWithoutTrace(request: () => Promise<ApiError>): Promise<ApiError> {
  const before = await everything(scene.database);
  const error = await request();
  expect(await everything(scene.database)).toEqual(before);
  return error;
}

async function slotIn(status: "BOOKED" | "IN_USE" | "INACTIVE"): Promise<string> {
  const [slotId = ""] = (await scene.newSite()).slotIds;
  if (status === "INACTIVE") await scene.operator.request(DeactivateSlot, { input: { slotId } });
  else if (status === "BOOKED") await (await scene.newDriver()).book([slotId]);
  else await (await scene.newDriver()).charge(slotId);
  return slotId;
}

describe("booking a slot", () => {
  test.each(["BOOKED", "IN_USE", "INACTIVE"] as const)(
    "that is %s is refused with SLOT_NOT_AVAILABLE",
    async (status) => {
      const slotId = await slotIn(status);
      const driver = await scene.newDriver();
      const input = { vehicleId: driver.vehicleId, items: [{ slotId }] };
      const error = await refusedWithoutTrace(() => driver.client.refusal(CreateReservation, { input }));
      expect(error.message).toBe(
        `Slot ${slotId} is not available (current status: ${status.toLowerCase()}). Only available slots can be booked.`,
      );
      expect(error.extensions).toMatchObject({
        code: "SLOT_NOT_AVAILABLE",
        status: 409,
        error: "Conflict",
        slotId,
        currentStatus: status,
      });
    },
  );

  test("together with a taken slot books none of them", async () => {
    const site = await scene.newSite(3);
    const [first = "", second = "", third = ""] = site.slotIds;
    await (await scene.newDriver()).book([second]);
    const driver = await scene.newDriver();
    const input = {
      vehicleId: driver.vehicleId,
      items: [first, second, third].map((slotId) => ({ slotId })),
    };
    const error = await refusedWithoutTrace(() => driver.client.refusal(CreateReservation, { input }));
    expect(error.extensions).toMatchObject({ code: "SLOT_NOT_AVAILABLE", slotId: second });
  });
});

describe("starting a session on a slot", () => {
  test.each([
    ["BOOKED", "SLOT_BOOKED", 409, "Conflict", "Slot is booked and not available for charging"],
    ["IN_USE", "SLOT_IN_USE", 409, "Conflict", "Slot is already in use"],
    ["INACTIVE", "SLOT_INACTIVE", 400, "Bad Request", "Slot is inactive"],
  ] as const)("that is %s is refused with %s", async (slotStatus, code, status, name, message) => {
    const slotId = await slotIn(slotStatus);
    const driver = await scene.newDriver();
    const input = { slotId, vehicleId: driver.vehicleId, initialPercent: 10, targetPercent: 90 };
    const error = await refusedWithoutTrace(() => driver.client.refusal(StartSession, { input }));
    expect(error.message).toBe(message);
    expect(error.extensions).toMatchObject({ code, status, error: name, slotId, currentStatus: slotStatus });
  });

  test("that the driver's own reservation holds names this reservation, only to those who may see it", async () => {
    const [slotId = ""] = (await scene.newSite()).slotIds;
    const [driver, other] = [await scene.newDriver(), await scene.newDriver()];
    const { id: reservationId } = await driver.book([slotId]);
    const refusal = (client: typeof driver.client, vehicleId: string) => {
      const input = { slotId, vehicleId, initialPercent: 10, targetPercent: 90 };
      return refusedWithoutTrace(() => client.refusal(StartSession, { input }));
    };
    for (const client of [driver.client, scene.operator])
      expect(await refusal(client, driver.vehicleId)).toMatchObject({
        message: "Slot is booked and not available for charging",
        extensions: { code: "SLOT_BOOKED", status: 409, slotId, currentStatus: "BOOKED", reservationId },
      });
    for (const client of [other.client, scene.operator]) {
      const foreign = await refusal(client, other.vehicleId);
      expect(foreign.message).toBe("Slot is booked and not available for charging");
      expect(foreign.extensions).not.toHaveProperty("reservationId");
    }
    const session = await driver.charge(slotId, { reservationId });
    expect(session.status).toBe("ACTIVE");
  });

  test("with a vehicle that is already charging names the other session", async () => {
    const [here = "", there = ""] = (await scene.newSite(2)).slotIds;
    const driver = await scene.newDriver();
    const session = await driver.charge(here);
    const input = { slotId: there, vehicleId: driver.vehicleId, initialPercent: 10, targetPercent: 90 };
    const error = await refusedWithoutTrace(() => driver.client.refusal(StartSession, { input }));
    expect(error.message).toContain(session.id);
    expect(error.extensions).toMatchObject({
      code: "VEHICLE_ALREADY_CHARGING",
      status: 409,
      sessionId: session.id,
    });
  });

  test.each([
    [50, 50],
    [80, 20],
    [-1, 50],
    [0, 101],
  ])("from %s to %s percent is BAD_USER_INPUT", async (initialPercent, targetPercent) => {
    const [slotId = ""] = (await scene.newSite()).slotIds;
    const driver = await scene.newDriver();
    const input = { slotId, vehicleId: driver.vehicleId, initialPercent, targetPercent };
    const error = await refusedWithoutTrace(() => driver.client.refusal(StartSession, { input }));
    expect(error.extensions).toMatchObject({ code: "BAD_USER_INPUT", status: 400 });
  });
});

describe("starting a session with a reservation", () => {
  test("that is PENDING is INVALID_STATE, and the error lists the allowed statuses", async () => {
    const [slotId = ""] = (await scene.newSite()).slotIds;
    const driver = await scene.newDriver();
    const { id: reservationId } = await driver.book([slotId], { status: "PENDING" });
    const input = {
      slotId,
      vehicleId: driver.vehicleId,
      reservationId,
      initialPercent: 10,
      targetPercent: 90,
    };
    const error = await refusedWithoutTrace(() => driver.client.refusal(StartSession, { input }));
    expect(error.extensions).toMatchObject({
      code: "INVALID_STATE",
      status: 409,
      currentStatus: "PENDING",
      allowedStatuses: ["ACTIVE", "YOUR_TURN"],
    });
  });

  test("of another vehicle or for another slot is BAD_USER_INPUT", async () => {
    const [slotId = "", otherSlotId = ""] = (await scene.newSite(2)).slotIds;
    const driver = await scene.newDriver();
    const { id: reservationId } = await driver.book([slotId]);
    const otherVehicle = (await scene.newDriver()).vehicleId;
    const input = {
      slotId,
      vehicleId: driver.vehicleId,
      reservationId,
      initialPercent: 10,
      targetPercent: 90,
    };
    const wrongVehicle = { ...input, vehicleId: otherVehicle };
    const byStaff = await refusedWithoutTrace(() =>
      scene.operator.refusal(StartSession, { input: wrongVehicle }),
    );
    expect(byStaff.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      fields: [{ path: "input.vehicleId" }],
    });
    const wrongSlot = { ...input, slotId: otherSlotId };
    const error = await refusedWithoutTrace(() => driver.client.refusal(StartSession, { input: wrongSlot }));
    expect(error.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: [{ path: "input.slotId" }] });
  });

  test("of another driver is NOT_FOUND", async () => {
    const [slotId = ""] = (await scene.newSite()).slotIds;
    const { id: reservationId } = await (await scene.newDriver()).book([slotId]);
    const driver = await scene.newDriver();
    const input = {
      slotId,
      vehicleId: driver.vehicleId,
      reservationId,
      initialPercent: 10,
      targetPercent: 90,
    };
    const error = await refusedWithoutTrace(() => driver.client.refusal(StartSession, { input }));
    expect(error.extensions).toMatchObject({ code: "NOT_FOUND", status: 404 });
  });
});

describe("a step that the status does not allow", () => {
  test("is INVALID_STATE for a reservation that has ended", async () => {
    const [slotId = ""] = (await scene.newSite()).slotIds;
    const driver = await scene.newDriver();
    const { id } = await driver.book([slotId]);
    const confirm = await refusedWithoutTrace(() => driver.client.refusal(ConfirmReservation, { id }));
    expect(confirm.message).toMatch(
      /^Cannot confirm reservation RS\d{6} while it is ACTIVE: it must be PENDING\.$/,
    );
    await driver.client.request(CancelReservation, { input: { reservationId: id } });
    const again = [
      () => driver.client.refusal(CancelReservation, { input: { reservationId: id } }),
      () => driver.client.refusal(CompleteReservation, { id }),
      () => driver.client.refusal(ConfirmReservation, { id }),
    ];
    for (const request of again) {
      const error = await refusedWithoutTrace(request);
      expect(error.extensions).toMatchObject({
        code: "INVALID_STATE",
        status: 409,
        currentStatus: "CANCELLED",
      });
      expect(error.extensions["allowedStatuses"]).toBeInstanceOf(Array);
    }
  });

  test("is INVALID_STATE for a session that has ended", async () => {
    const [slotId = ""] = (await scene.newSite()).slotIds;
    const driver = await scene.newDriver();
    const { id: sessionId } = await driver.charge(slotId);
    await driver.client.request(StopSession, { input: { sessionId } });
    const stop = await refusedWithoutTrace(() =>
      driver.client.refusal(StopSession, { input: { sessionId } }),
    );
    const report = () => driver.client.refusal(ReportProgress, { input: { sessionId, percent: 50 } });
    for (const error of [stop, await refusedWithoutTrace(report)]) {
      expect(error.extensions).toMatchObject({
        code: "INVALID_STATE",
        status: 409,
        currentStatus: "COMPLETED",
        allowedStatuses: ["ACTIVE"],
      });
    }
  });

  test("is INVALID_STATE for a slot that is already active or inactive", async () => {
    const [slotId = ""] = (await scene.newSite()).slotIds;
    const activate = await refusedWithoutTrace(() => scene.operator.refusal(ActivateSlot, { id: slotId }));
    expect(activate.extensions).toMatchObject({ code: "INVALID_STATE", currentStatus: "AVAILABLE" });
    await scene.operator.request(DeactivateSlot, { input: { slotId } });
    const input = { slotId, cancelReservations: true };
    const error = await refusedWithoutTrace(() => scene.operator.refusal(DeactivateSlot, { input }));
    expect(error.extensions).toMatchObject({ code: "INVALID_STATE", currentStatus: "INACTIVE" });
  });
});

describe("deactivating a slot", () => {
  test("that is in use is SLOT_IN_USE, even with cancelReservations", async () => {
    const slotId = await slotIn("IN_USE");
    const input = { slotId, cancelReservations: true };
    const error = await refusedWithoutTrace(() => scene.operator.refusal(DeactivateSlot, { input }));
    expect(error.extensions).toMatchObject({ code: "SLOT_IN_USE", status: 409 });
  });

  test("that is held is SLOT_BOOKED, unless cancelReservations lets its reservation be cancelled", async () => {
    const slotId = await slotIn("BOOKED");
    const error = await refusedWithoutTrace(() =>
      scene.operator.refusal(DeactivateSlot, { input: { slotId } }),
    );
    expect(error.extensions).toMatchObject({ code: "SLOT_BOOKED", status: 409, reservationCount: 1 });
    const input = { slotId, cancelReservations: true };
    const { deactivateSlot } = await scene.operator.request(DeactivateSlot, { input });
    expect(deactivateSlot.slot.status).toBe("INACTIVE");
    expect(await scene.database.query(STATUSES_ON_SLOT, [slotId])).toEqual([{ status: "CANCELLED" }]);
  });
});
