// <parvis-pages>: the pages of a document: which one is in view, and how large they are drawn.
import { define, Island } from "../../lib/element";

const WIDTHS = ["zoom-50", "zoom-75", "zoom-100", "zoom-150", "zoom-200"];
const NORMAL = 2;

class Pages extends Island {
  #zoom = NORMAL;

  protected start(signal: AbortSignal): void {
    const sheets = [...this.querySelectorAll<HTMLElement>(".page-sheet")];
    const scroll = this.need<HTMLElement>(".pages-scroll");
    const position = this.find<HTMLElement>("[data-position]");
    for (const button of this.querySelectorAll<HTMLElement>("[data-zoom]")) {
      button.addEventListener("click", () => this.#scale(scroll, Number(button.dataset["zoom"])), { signal });
    }
    const show = (): void => {
      const middle = scroll.scrollTop + scroll.clientHeight / 2;
      const found = sheets.findIndex((sheet) => sheet.offsetTop + sheet.offsetHeight > middle);
      const number = found < 0 ? sheets.length : found + 1;
      if (position) position.textContent = sheets.length > 1 ? `${number} / ${sheets.length}` : "";
    };
    scroll.addEventListener("scroll", show, { signal, passive: true });
    show();
  }

  #scale(scroll: HTMLElement, step: number): void {
    const place = scroll.scrollTop / Math.max(1, scroll.scrollHeight);
    this.#zoom = Math.min(WIDTHS.length - 1, Math.max(0, this.#zoom + step));
    this.classList.remove(...WIDTHS);
    this.classList.add(WIDTHS[this.#zoom]!);
    scroll.scrollTop = place * scroll.scrollHeight;
  }
}

define("parvis-pages", Pages);
