// [data-copy="text"] or [data-copy-from="#field"]: copies, and says so.
import { delegate } from "./element";
import { text } from "./texts";
import { showToast } from "./toasts";

export function watchCopy(): void {
  delegate("click", "[data-copy], [data-copy-from]", (button) => {
    const { copy, copyFrom } = button.dataset;
    const source = copyFrom ? document.querySelector(copyFrom) : null;
    const value = source instanceof HTMLInputElement ? source.value : (source?.textContent ?? copy ?? "");
    navigator.clipboard.writeText(value.trim()).then(
      () => showToast({ level: "success", text: text("Copied") }),
      () => (source instanceof HTMLInputElement ? source.select() : undefined),
    );
  });
}
