import { createRoot } from "react-dom/client";

createRoot(document.getElementById("dashboard") as HTMLElement).render("slotwire");
