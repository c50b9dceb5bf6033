/** An operation document that opens as a tab of its own, titled by the name of its first operation. */
export interface Example {
  query: string;
  variables: Record<string, unknown>;
}

const HOUR = 60 * 60 * 1000;

function hoursFromNow(hours: number): string {
  return new Date(Date.now() + hours * HOUR).toISOString();
}

function daysFromNow(days: number): string {
  return hoursFromNow(24 * days);
}

export const examples: Example[] = [
  {
    query: `# Live: one SNAPSHOT of each slot, then every change. No sign-in needed.
# Leaving this tab stops it, so book in a second window to see changes here.
# Narrow it with "filter": { "stationId": "<id from Stations>" }.
subscription WatchSlots($filter: SlotFilter) {
  slotStatusChanged(filter: $filter, snapshot: true) {
    kind
    status
    previousStatus
    cause
    version
    occurredAt
    slot {
      id
      label
      port {
        label
        station {
          name
        }
      }
    }
  }
}
`,
    variables: { filter: {} },
  },
  {
    query: `# Stations with their ports and slots. No sign-in needed.
# Copy the id of an AVAILABLE slot for the tabs that book and charge: book it from now on at an IMMEDIATE station
# (BookSlot), or for a time window at a CALENDAR station (FreeWindows, BookWindow).
query Stations($filter: StationFilter, $first: Int, $after: String) {
  stations(filter: $filter, first: $first, after: $after) {
    totalCount
    edges {
      node {
        id
        name
        bookingMode
        slotCounts {
          available
          booked
          inUse
          inactive
        }
        ports {
          label
          slots {
            id
            label
            status
            connectorType
            powerKw
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
    variables: { filter: { hasAvailable: true }, first: 20 },
  },
  {
    query: `# Who you are and what you have. Needs a sign-in: open Headers below and enter
#   { "Authorization": "Bearer <token>" }
# It applies to every tab, and to subscriptions that you start afterwards.
# Copy the id of a vehicle for the tabs that book and charge.
query Me {
  me {
    id
    name
    email
    roles
    vehicles {
      id
      plate
      model
      batteryKwh
    }
  }
  reservations(first: 10) {
    totalCount
    edges {
      node {
        id
        code
        status
        reservedUntil
      }
    }
  }
}
`,
    variables: {},
  },
  {
    query: `# Book slots for a vehicle: all of them or none. Needs a sign-in.
# An item can have a window, "startAt" and "endAt" (required at a CALENDAR station).
# The reservation can have a deadline: "reservedUntil": "2030-01-31T08:00:00Z".
mutation BookSlot($input: CreateReservationInput!) {
  createReservation(input: $input) {
    reservation {
      id
      code
      status
      reservedUntil
      items {
        slot {
          id
          label
          status
        }
        startAt
        endAt
      }
    }
  }
}
`,
    variables: {
      input: {
        vehicleId: "<vehicle id from Me>",
        items: [{ slotId: "<slot id from Stations>" }],
        status: "ACTIVE",
        notes: "Made in the playground",
      },
    },
  },
  {
    query: `# A charging session from start to stop. Needs a sign-in.
# Run asks which of the three to send. The first returns the session id for the other two.
# To use a slot that you booked, add "reservationId" to "start".
mutation StartCharging($start: StartChargingSessionInput!) {
  startChargingSession(input: $start) {
    session {
      ...Session
    }
  }
}

mutation ReportProgress($progress: ReportChargingProgressInput!) {
  reportChargingProgress(input: $progress) {
    session {
      ...Session
    }
  }
}

mutation StopCharging($stop: StopChargingSessionInput!) {
  stopChargingSession(input: $stop) {
    session {
      ...Session
    }
  }
}

fragment Session on ChargingSession {
  id
  status
  currentPercent
  targetPercent
  energyKwh
  startedAt
  endedAt
  slot {
    id
    label
    status
  }
}
`,
    variables: {
      start: {
        slotId: "<slot id from Stations>",
        vehicleId: "<vehicle id from Me>",
        initialPercent: 20,
        targetPercent: 80,
      },
      progress: { sessionId: "<session id from StartCharging>", percent: 55, powerKw: 48.5, energyKwh: 21.3 },
      stop: { sessionId: "<session id from StartCharging>", outcome: "COMPLETED", finalPercent: 80 },
    },
  },
  {
    query: `# Join the waitlist for a slot that someone else has, and accept it when it is your turn. Needs a sign-in.
# Run asks which to send. Once it is YOUR_TURN, accept (or charge) before turnUntil, or the turn is MISSED.
mutation JoinWaitlist($input: CreateReservationInput!) {
  createReservation(input: $input) {
    reservation {
      ...Turn
    }
  }
}

query MyTurns {
  reservations(filter: { statuses: [WAITLISTED, YOUR_TURN] }) {
    edges {
      node {
        ...Turn
      }
    }
  }
}

mutation AcceptTurn($reservationId: ID!) {
  acceptTurn(reservationId: $reservationId) {
    reservation {
      ...Turn
    }
  }
}

fragment Turn on Reservation {
  id
  code
  status
  waitlistPosition
  turnUntil
  reservedUntil
}
`,
    variables: {
      input: {
        vehicleId: "<vehicle id from Me>",
        items: [{ slotId: "<id of a slot that is BOOKED or IN_USE>" }],
        joinWaitlist: true,
      },
      reservationId: "<reservation id from MyTurns>",
    },
  },
  {
    query: `# Cancel a reservation: its slots are released at once. Needs a sign-in.
mutation CancelReservation($input: CancelReservationInput!) {
  cancelReservation(input: $input) {
    reservation {
      id
      code
      status
      cancellationReason
      items {
        slot {
          id
          status
        }
        releasedAt
      }
    }
  }
}
`,
    variables: { input: { reservationId: "<reservation id from Me>", reason: "Plans have changed" } },
  },
  {
    query: `# CALENDAR stations: when can a slot be booked for an hour, today or tomorrow? No sign-in needed.
# Narrow it with "filter": { "stationId": "<id from Stations>" }. Copy the id of a slot for BookWindow.
query FreeWindows($filter: SlotFilter, $from: DateTime!, $to: DateTime!, $minMinutes: Int) {
  availability(filter: $filter, from: $from, to: $to, minMinutes: $minMinutes) {
    startAt
    endAt
    slot {
      id
      label
      connectorType
      powerKw
      port {
        station {
          name
        }
      }
    }
  }
}
`,
    variables: { filter: {}, from: hoursFromNow(0), to: daysFromNow(2), minMinutes: 60 },
  },
  {
    query: `# CALENDAR stations: book an hour tomorrow. Needs a sign-in. Run asks which to send.
# Sending it twice returns WINDOW_TAKEN, with the windows in the way. The slot stays AVAILABLE until 15 minutes before.
mutation BookWindow($input: CreateReservationInput!) {
  createReservation(input: $input) {
    reservation {
      ...Window
    }
  }
}

# Your bookings, soonest first.
query MyWindows {
  reservations(orderBy: WINDOW, filter: { statuses: [PENDING, ACTIVE] }) {
    edges {
      node {
        ...Window
      }
    }
  }
}

fragment Window on Reservation {
  id
  code
  kind
  status
  reservedUntil
  items {
    startAt
    endAt
    slot {
      id
      label
      status
    }
  }
}
`,
    variables: {
      input: {
        vehicleId: "<vehicle id from Me>",
        items: [{ slotId: "<slot id from FreeWindows>", startAt: hoursFromNow(24), endAt: hoursFromNow(25) }],
      },
    },
  },
  {
    query: `# CALENDAR stations: change the window, the slot or both in one step; if that fails, the old one stays. Needs a sign-in.
# Code and history stay. A window that begins now holds its slot at once: continue with ChargeInWindow.
mutation RescheduleWindow($input: RescheduleReservationInput!) {
  rescheduleReservation(input: $input) {
    reservation {
      id
      code
      status
      reservedUntil
      items {
        startAt
        endAt
        slot {
          id
          label
          status
        }
      }
    }
  }
}
`,
    variables: {
      input: {
        reservationId: "<reservation id from BookWindow>",
        items: [{ slotId: "<slot id from FreeWindows>", startAt: hoursFromNow(0), endAt: hoursFromNow(8) }],
      },
    },
  },
  {
    query: `# CALENDAR stations: charge in the window you booked, once it holds its slot. Needs a sign-in.
# Without "reservationId" you are a walk-in and must stop by mustEndBy. Stop the session in the tab StartCharging.
mutation ChargeInWindow($start: StartChargingSessionInput!) {
  startChargingSession(input: $start) {
    session {
      id
      status
      mustEndBy
      slot {
        id
        label
        status
      }
      reservation {
        code
        status
      }
    }
  }
}
`,
    variables: {
      start: {
        slotId: "<slot id from RescheduleWindow>",
        vehicleId: "<vehicle id from Me>",
        reservationId: "<reservation id from BookWindow>",
        initialPercent: 20,
        targetPercent: 80,
      },
    },
  },
  {
    query: `# What a dashboard shows at a glance: your own reservations, or all of them with an operator's token.
query Dashboard {
  reservationDashboard {
    urgent {
      ...Card
    }
    current {
      ...Card
    }
    yourTurn {
      ...Card
    }
    waitlisted {
      ...Card
    }
    dismissible {
      ...Card
    }
    slotCounts {
      available
      booked
      inUse
      inactive
    }
  }
}

fragment Card on Reservation {
  id
  code
  status
  reservedUntil
  cancellationReason
  items {
    slot {
      label
      status
    }
  }
}
`,
    variables: {},
  },
  {
    query: `# The trash, for EXPIRED, MISSED or CANCELLED reservations. Needs a sign-in. Run asks which to send.
# Hiding an EXPIRED reservation also releases the slots that it still keeps BOOKED; restoring does not reserve them again.
mutation HideReservations($reservationIds: [ID!]!) {
  hideReservations(reservationIds: $reservationIds) {
    hidden {
      id
      code
      hiddenAt
    }
    failed {
      reservationId
      code
      message
    }
  }
}

query Trash {
  reservations(filter: { hidden: true }) {
    totalCount
    edges {
      node {
        id
        code
        status
        hiddenAt
        notes
      }
    }
  }
}

mutation RestoreReservation($reservationId: ID!) {
  restoreReservation(reservationId: $reservationId) {
    reservation {
      id
      code
      status
      hiddenAt
    }
  }
}
`,
    variables: {
      reservationIds: ["<reservation id from Dashboard, dismissible>"],
      reservationId: "<reservation id from Trash>",
    },
  },
  {
    query: `# How the reservations of a week ended, day by day. Needs an operator's token.
# For one station add "stationId": "<id from Stations>".
query Analytics($from: DateTime!, $to: DateTime!, $bucket: AnalyticsBucket, $stationId: ID) {
  reservationAnalytics(from: $from, to: $to, bucket: $bucket, stationId: $stationId) {
    created
    completed
    cancelled
    expired
    missed
    successRate
    expiryRate
    averageHoldMinutes
    buckets {
      start
      created
      completed
      cancelled
      expired
      missed
    }
  }
}
`,
    variables: { from: daysFromNow(-7), to: daysFromNow(1), bucket: "DAY" },
  },
];
