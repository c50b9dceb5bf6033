import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./app/app.css";
import { createRoot } from "react-dom/client";
import { ServerClock } from "./api/server-clock.ts";
import { openSocket } from "./api/socket.ts";
import { App } from "./app/app.tsx";
import { currentLanguage } from "./app/language.tsx";
import { LiveSlots } from "./live/live-slots.ts";
import { beforeNextFrame } from "./live/next-frame.ts";
import { watchSilence } from "./live/silence.ts";
import { SlotFeed } from "./live/slot-feed.ts";
import { grants } from "./session/grants.ts";
import { Sessions } from "./session/session.ts";

const RESUME_WITHIN_MS = 3_000;
const clock = new ServerClock();
const sessions = new Sessions(grants, sessionStorage);
const socket = openSocket({
  token: () => sessions.token,
  replaceToken: (refused) => sessions.replace(refused),
  language: currentLanguage,
});
const slots = new LiveSlots(beforeNextFrame);
const feed = new SlotFeed({ client: socket, slots });

// The server authenticates a connection once, so another user needs a new one. The feed resumes after the last event.
let user: string | null = null;
sessions.subscribe(() => {
  const { current } = sessions;
  const now = current.kind === "signed-in" ? current.grant.user : null;
  if (now !== user) feed.renewConnection();
  user = now;
});

// Does not wait long for the session to resume, because the page also has content for anonymous visitors.
await Promise.race([sessions.resume(), new Promise((resolve) => setTimeout(resolve, RESUME_WITHIN_MS))]);
feed.start();
watchSilence(feed);

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
// The library that disables page scrolling under a dialog reads the nonce for its <style> element from here.
Object.assign(globalThis, { __webpack_nonce__: nonce });
createRoot(document.getElementById("dashboard") as HTMLElement).render(
  <App parts={{ sessions, clock, socket, slots, feed }} nonce={nonce} />,
);
