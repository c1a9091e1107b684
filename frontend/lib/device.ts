// This device: the service worker of those who are signed in, and what a page without a network says.
import { belongTo, NOBODY, wipe } from "./kept";
import { text } from "./texts";
import { showToast } from "./toasts";

const MINUTE_MS = 60_000;

/** Return when the page was seen, if it is a kept one that shows because the network fails. */
function seen(): HTMLMetaElement | null {
  return document.querySelector<HTMLMetaElement>('meta[name="parvis-seen"]');
}

export function isKeptPage(): boolean {
  return seen() !== null;
}

function phrase(moment: Date): string {
  const isToday = Date.now() - moment.getTime() < 12 * 60 * MINUTE_MS;
  const options: Intl.DateTimeFormatOptions = isToday ? { timeStyle: "short" } : { dateStyle: "long", timeStyle: "short" };
  return moment.toLocaleString(document.documentElement.lang, options);
}

function sayWhenSeen(): void {
  const mark = seen();
  if (!mark) return;
  const notice = document.getElementById("offline");
  const sentence = notice?.querySelector<HTMLElement>(`[data-offline-${mark.dataset["why"] === "slow" ? "slow" : "seen"}]`);
  if (!notice || !sentence) return;
  sentence.textContent = sentence.textContent.replace("{when}", phrase(new Date(mark.content)));
  sentence.hidden = false;
  notice.querySelector<HTMLElement>("[data-offline-now]")?.setAttribute("hidden", "");
  notice.hidden = false;
  document.getElementById("toasts")?.replaceChildren();
}

function restoreForms(): void {
  window.dispatchEvent(new Event("pageshow"));
  showToast({ level: "error", title: text("Unreachable"), text: text("TryAgain") });
}

/** Say that nothing was sent, when a form is sent without a network. */
function watchForms(): void {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (navigator.onLine || !(form instanceof HTMLFormElement) || form.method !== "post") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      showToast({ level: "error", title: text("Offline"), text: text("Unsent") });
    },
    true,
  );
}

export function watchDevice(): void {
  watchForms();
  sayWhenSeen();
  const mark = document.querySelector<HTMLMetaElement>('meta[name="parvis-person"]');
  if (!mark || !("serviceWorker" in navigator) || !("caches" in window)) return;
  if (!isKeptPage()) void belongTo(mark.content);
  document.addEventListener("submit", ({ target }) => {
    if (target instanceof HTMLFormElement && target.action.endsWith("/deconnexion/")) void wipe();
  });
  navigator.serviceWorker.addEventListener("message", ({ data }: MessageEvent<{ type?: string }>) => {
    if (data.type === "unsent") restoreForms();
  });
  const { worker } = mark.dataset;
  if (mark.content === NOBODY || !worker) return;
  window.addEventListener("load", () => void navigator.serviceWorker.register(worker, { scope: "/" }).catch(() => undefined));
}
