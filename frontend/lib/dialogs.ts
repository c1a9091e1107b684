// <dialog>: opened by [data-dialog-open="id"], or when htmx fills #dialog; closed by [data-dialog-close].
import { delegate } from "./element";

function find(id: string | undefined): HTMLDialogElement | null {
  const element = id ? document.getElementById(id) : null;
  return element instanceof HTMLDialogElement ? element : null;
}

function open(dialog: HTMLDialogElement): void {
  if (!dialog.open) dialog.showModal();
  const first = dialog.querySelector<HTMLElement>(
    "[autofocus], .dialog-body :is(input:not([type=hidden]), select, textarea)",
  );
  first?.focus();
}

function isDirty(dialog: HTMLDialogElement): boolean {
  return dialog.querySelector("form[data-dirty]") !== null;
}

export function watchDialogs(): void {
  delegate("click", "[data-dialog-open]", (opener, event) => {
    const dialog = find(opener.dataset["dialogOpen"]);
    if (!dialog) return;
    event.preventDefault();
    open(dialog);
  });
  delegate("click", "[data-dialog-close]", (closer, event) => {
    const dialog = closer.closest("dialog");
    if (!dialog) return;
    event.preventDefault();
    dialog.close();
  });
  delegate("pointerdown", "dialog", (dialog, event) => {
    if (event.target === dialog && dialog instanceof HTMLDialogElement && !isDirty(dialog)) dialog.close();
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    const dialog = find("dialog");
    const target: unknown = ctx.target; // a selector where the answer said HX-Retarget
    if (dialog && target instanceof Node && dialog.contains(target)) {
      if (dialog.childElementCount > 0) open(dialog);
      else dialog.close();
    }
  });
  document.addEventListener("close-dialog", () => find("dialog")?.close());
  find("dialog")?.addEventListener("close", (event) => {
    if (event.target === event.currentTarget) find("dialog")?.replaceChildren();
  });
}
