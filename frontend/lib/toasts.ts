// Short messages: those of the server (HX-Trigger: {"toast": {…}}) and those of the page.
import { delegate } from "./element";

export interface Toast {
  level?: "info" | "success" | "warning" | "error";
  title?: string;
  text: string;
}

const TONES = { info: "info", success: "ok", warning: "soon", error: "late" } as const;
const SHOWN_FOR_MS = 7000;

function leave(element: Element): void {
  let timer = 0;
  const start = (): void => {
    timer = window.setTimeout(() => element.remove(), SHOWN_FOR_MS);
  };
  element.addEventListener("pointerenter", () => window.clearTimeout(timer));
  element.addEventListener("focusin", () => window.clearTimeout(timer));
  element.addEventListener("pointerleave", start);
  start();
}

/** Show a short message; errors stay until they are closed. */
export function showToast({ level = "info", title = "", text }: Toast): void {
  const template = document.querySelector<HTMLTemplateElement>(`#toast-${TONES[level]}`);
  const region = document.getElementById("toasts");
  const toast = template?.content.firstElementChild?.cloneNode(true);
  if (!region || !(toast instanceof HTMLElement)) return;
  const [heading, body] = [toast.querySelector("[data-toast-title]"), toast.querySelector("[data-toast-text]")];
  if (heading) heading.textContent = title;
  if (body) body.textContent = text;
  region.append(toast);
  if (level !== "error") leave(toast);
}

export function watchToasts(): void {
  document.addEventListener("toast", (event) => {
    if (event instanceof CustomEvent) showToast(event.detail as Toast);
  });
  delegate("click", "[data-toast-close]", (button) => button.closest(".toast")?.remove());
  for (const toast of document.querySelectorAll("#toasts > .toast:not([data-stays])")) leave(toast);
}
