// Forms: sent once (data-download: as often as one likes, the page stays), not left by mistake (data-guard),
// sent as soon as changed (data-autosubmit).
import { delegate } from "./element";

let isLeavingOnPurpose = false;

function markDirty(event: Event): void {
  const form = event.target instanceof Element ? event.target.closest("form") : null;
  if (form?.hasAttribute("data-guard")) form.setAttribute("data-dirty", "");
}

function send(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method === "dialog") return;
  if (form.classList.contains("is-sending")) {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented) return;
  isLeavingOnPurpose = true;
  form.removeAttribute("data-dirty");
  if (form.method === "get" || form.target || (event.submitter ?? form).closest("[data-download]")) return;
  form.classList.add("is-sending");
  form.setAttribute("aria-busy", "true");
  event.submitter?.setAttribute("data-sending", "");
}

function restore(): void {
  isLeavingOnPurpose = false;
  for (const form of document.querySelectorAll("form.is-sending")) {
    form.classList.remove("is-sending");
    form.removeAttribute("aria-busy");
    form.querySelector("[data-sending]")?.removeAttribute("data-sending");
  }
}

export function watchForms(): void {
  document.addEventListener("input", markDirty);
  document.addEventListener("submit", send);
  window.addEventListener("pageshow", restore);
  window.addEventListener("beforeunload", (event) => {
    if (!isLeavingOnPurpose && document.querySelector("form[data-dirty]")) event.preventDefault();
  });
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    const form = ctx.sourceElement.closest("form");
    if (!SAFE_TO_REPEAT.has(ctx.request.method)) form?.removeAttribute("data-dirty");
  });
  delegate("change", "[data-autosubmit]", (field) => field.closest("form")?.requestSubmit());
}

const SAFE_TO_REPEAT = new Set(["GET", "HEAD"]);
