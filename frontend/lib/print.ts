// [data-print] prints the page; what is folded opens on paper.
import { delegate } from "./element";

export function watchPrint(): void {
  delegate("click", "[data-print]", () => window.print());
  const folded: HTMLDetailsElement[] = [];
  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>("main details:not(.menu):not([open])")) {
      details.open = true;
      folded.push(details);
    }
  });
  window.addEventListener("afterprint", () => {
    for (const details of folded.splice(0)) details.open = false;
  });
}
