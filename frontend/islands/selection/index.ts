// <parvis-selection>: choose many rows, with Shift for a range, Ctrl A for all, arrows to walk, Space to
// choose, Escape to let go. Without JavaScript the same boxes and buttons are a plain form.
import { define, Island } from "../../lib/element";

interface Htmx {
  ajax(verb: string, url: string, options: { target: string }): Promise<void>;
}

class Selection extends Island {
  #last: HTMLInputElement | null = null;

  protected start(signal: AbortSignal): void {
    this.addEventListener("click", (event) => this.#onClick(event), { signal });
    this.addEventListener("change", () => this.#show(), { signal });
    this.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    document.addEventListener("htmx:after:swap", () => this.#show(), { signal });
    this.addEventListener("submit", (event) => this.#onSubmit(event), { signal });
    this.#show();
  }

  get #boxes(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>(".rows input[name=items]")];
  }

  #onClick(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    if (target instanceof HTMLInputElement && target.matches("[data-selection-all]")) {
      for (const box of this.#boxes) box.checked = target.checked;
      return;
    }
    const link = target?.closest<HTMLAnchorElement>("a.row-title");
    if (link && (event.ctrlKey || event.metaKey || event.shiftKey)) {
      const box = link.closest(".row")?.querySelector<HTMLInputElement>("input[name=items]");
      if (!box || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      box.checked = true;
      this.#range(box, event.shiftKey);
      return;
    }
    if (target instanceof HTMLInputElement && target.name === "items") this.#range(target, event.shiftKey);
  }

  #range(box: HTMLInputElement, isRange: boolean): void {
    const boxes = this.#boxes;
    const [from, to] = [this.#last ? boxes.indexOf(this.#last) : -1, boxes.indexOf(box)];
    if (isRange && from >= 0) {
      for (const one of boxes.slice(Math.min(from, to), Math.max(from, to) + 1)) one.checked = box.checked;
    }
    this.#last = box;
    this.#show();
  }

  #onKey(event: KeyboardEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    if (!target?.closest(".rows")) return;
    const boxes = this.#boxes;
    if (event.key === "Escape") for (const box of boxes) box.checked = false;
    else if (event.key === "a" && (event.ctrlKey || event.metaKey)) for (const box of boxes) box.checked = true;
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") this.#walk(target, event.key === "ArrowDown" ? 1 : -1, event.shiftKey);
    else if (event.key === " " && target.matches("a.row-title")) this.#flip(target);
    else return;
    event.preventDefault();
    this.#show();
  }

  #walk(from: Element, step: number, isChoosing: boolean): void {
    const rows = [...this.querySelectorAll(".rows > .row")];
    const next = rows[rows.indexOf(from.closest(".row")!) + step];
    const kind = from.matches("input") ? "input[name=items]" : "a.row-title";
    next?.querySelector<HTMLElement>(kind)?.focus();
    const box = next?.querySelector<HTMLInputElement>("input[name=items]");
    if (box && isChoosing) box.checked = true;
  }

  #flip(link: Element): void {
    const box = link.closest(".row")?.querySelector<HTMLInputElement>("input[name=items]");
    if (box) box.checked = !box.checked;
  }

  /** Open the choice of a folder in the dialog instead of on a page. */
  #onSubmit(event: SubmitEvent): void {
    const url = event.submitter?.dataset["chooser"];
    const { htmx } = window as unknown as { htmx?: Htmx };
    if (!url || !htmx) return;
    event.preventDefault();
    event.stopPropagation();
    const chosen = this.#boxes.filter((box) => box.checked).map((box) => `&items=${box.value}`);
    void htmx.ajax("GET", url + chosen.join(""), { target: "#dialog" });
  }

  #show(): void {
    const boxes = this.#boxes;
    const count = boxes.filter((box) => box.checked).length;
    this.classList.toggle("has-chosen", count > 0);
    for (const box of boxes) box.closest(".row")?.classList.toggle("row-chosen", box.checked);
    const all = this.find<HTMLInputElement>("[data-selection-all]");
    if (all) [all.checked, all.indeterminate] = [count > 0 && count === boxes.length, count > 0 && count < boxes.length];
    const words = this.find<HTMLElement>("[data-selection-count]");
    const none = this.find<HTMLElement>("[data-selection-none]");
    if (!words || !none) return;
    words.textContent = count === 1 ? (words.dataset["one"] ?? "") : (words.dataset["many"] ?? "").replace("{count}", String(count));
    [words.hidden, none.hidden] = [count === 0, count > 0];
  }
}

define("parvis-selection", Selection);
