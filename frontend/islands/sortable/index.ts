// <parvis-sortable>: rows in an order of their own ([data-sort] > [data-sort-row]). Drag them by their grip, or
// press their arrows. Without JavaScript the arrows send the form, which moves the row by one place.
import { define, Island } from "../../lib/element";

class Sortable extends Island {
  #dragged: HTMLElement | null = null;

  protected start(signal: AbortSignal): void {
    this.addEventListener("click", (event) => this.#onClick(event), { signal });
    this.addEventListener("pointerdown", (event) => this.#onDown(event), { signal });
    this.addEventListener("pointermove", (event) => this.#onMove(event), { signal });
    this.addEventListener("pointerup", () => this.#onEnd(), { signal });
    this.addEventListener("pointercancel", () => this.#onEnd(), { signal });
    this.classList.add("is-live");
  }

  get #list(): HTMLElement {
    return this.need<HTMLElement>("[data-sort]");
  }

  get #rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-sort-row]")];
  }

  #onClick(event: MouseEvent): void {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("[data-sort-up], [data-sort-down]") : null;
    const row = button?.closest<HTMLElement>("[data-sort-row]");
    if (!button || !row) return;
    event.preventDefault();
    const isUp = button.matches("[data-sort-up]");
    const other = isUp ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (isUp) other.before(row);
    else other.after(row);
    this.#changed(row);
    const again = button.disabled ? row.querySelector<HTMLButtonElement>(isUp ? "[data-sort-down]" : "[data-sort-up]") : button;
    again?.focus();
  }

  #onDown(event: PointerEvent): void {
    const grip = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-sort-grip]") : null;
    const row = grip?.closest<HTMLElement>("[data-sort-row]");
    if (!grip || !row || event.button !== 0) return;
    event.preventDefault();
    this.#dragged = row;
    row.classList.add("is-dragged");
    grip.setPointerCapture(event.pointerId);
  }

  #onMove(event: PointerEvent): void {
    const row = this.#dragged;
    if (!row) return;
    const before = this.#rows.find((one) => one !== row && event.clientY < this.#middle(one));
    if (before) {
      if (row.nextElementSibling !== before) before.before(row);
    } else if (this.#list.lastElementChild !== row) this.#list.append(row);
  }

  #middle(row: HTMLElement): number {
    const box = row.getBoundingClientRect();
    return box.top + box.height / 2;
  }

  #onEnd(): void {
    const row = this.#dragged;
    if (!row) return;
    this.#dragged = null;
    row.classList.remove("is-dragged");
    this.#changed(row);
  }

  /** Say where the row stands, put the arrows right, and let the form know that it changed. */
  #changed(row: HTMLElement): void {
    const rows = this.#rows;
    rows.forEach((one, place) => {
      const [up, down] = [one.querySelector<HTMLButtonElement>("[data-sort-up]"), one.querySelector<HTMLButtonElement>("[data-sort-down]")];
      if (up) up.disabled = place === 0;
      if (down) down.disabled = place === rows.length - 1;
    });
    const said = this.find<HTMLElement>("[data-sort-said]");
    const words = this.dataset["moved"] ?? "";
    if (said) said.textContent = words.replace("{name}", row.dataset["name"] ?? "").replace("{place}", String(rows.indexOf(row) + 1));
    row.querySelector("input")?.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

define("parvis-sortable", Sortable);
