// htmx: the CSRF header, the loading bar, and what to do when the answer isn't a fragment.
import htmx from "htmx.org";

import { isKeptPage } from "./device";
import { csrfHeaders } from "./element";
import { text } from "./texts";
import { showToast } from "./toasts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
const UNPROCESSABLE = 422;
let running = 0;

function setBusy(change: number): void {
  running = Math.max(0, running + change);
  document.getElementById("loadbar")?.classList.toggle("is-on", running > 0);
}

function isPage(answer: string): boolean {
  return /^\s*<!doctype/i.test(answer);
}

function showRefusal(answer: string, status: number): void {
  const page = new DOMParser().parseFromString(answer, "text/html");
  const title = page.querySelector("[data-error-title]")?.textContent?.trim();
  const detail = page.querySelector("[data-error-detail]")?.textContent?.trim();
  showToast({ level: "error", title: title || `${text("Failed")} (${status})`, text: detail ?? "" });
}

/** Decide what an answer means: true to let htmx put it in the page. */
function accepts(answer: string, response: Response, isWholePage: boolean): boolean {
  const isAimed = response.headers.has("HX-Retarget") || response.headers.has("HX-Reswap");
  if (response.status >= 400 && response.status !== UNPROCESSABLE && !isAimed) {
    showRefusal(answer, response.status);
    return false;
  }
  if (isPage(answer) && !isWholePage) {
    if (response.redirected) window.location.assign(response.url);
    else if (response.status === UNPROCESSABLE) showRefusal(answer, response.status);
    else window.location.reload();
    return false;
  }
  return true;
}

export function watchRequests(): void {
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (!SAFE.has(ctx.request.method)) Object.assign(ctx.request.headers, csrfHeaders());
  });
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (!ctx.sourceElement.hasAttribute("data-quiet")) setBusy(1);
  });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (!ctx.sourceElement.hasAttribute("data-quiet")) setBusy(-1);
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    const response = ctx.response?.raw;
    if (!response) return;
    const isWholePage = ctx.target === document.body || Boolean(ctx.select);
    if (!accepts(ctx.text ?? "", response, isWholePage)) event.preventDefault();
  });
  document.addEventListener("htmx:error", ({ detail: { ctx, error } }) => {
    const trigger = ctx?.sourceElement.getAttribute("hx-trigger") ?? "";
    if (isKeptPage() && /load|revealed|intersect|every/.test(trigger)) return; // the page says already why
    const isLost = error instanceof TypeError || ctx?.request.signal.aborted;
    if (ctx && isLost) showToast({ level: "error", title: text("Unreachable"), text: text("TryAgain") });
  });
  Object.assign(window, { htmx });
}
