// <parvis-arrange>: blocks are dragged within a column, to the other one, or away; the buttons of each row do
// the same by keyboard and without JavaScript.
import { define, Island } from "../../lib/element";

interface Htmx {
  ajax(
    verb: string,
    url: string,
    options: { target: string; swap: string; values: Record<string, string> },
  ): Promise<void>;
}

class Arrange extends Island {
  #dragged: HTMLElement | null = null;

  protected start(signal: AbortSignal): void {
    this.#prepare();
    document.addEventListener("htmx:after:swap", () => this.#prepare(), { signal });
    this.addEventListener("dragstart", (event) => this.#take(event), { signal });
    this.addEventListener("dragover", (event) => this.#over(event), { signal });
    this.addEventListener("drop", (event) => this.#drop(event), { signal });
    this.addEventListener("dragend", () => this.#letGo(), { signal });
  }

  #prepare(): void {
    for (const row of this.querySelectorAll<HTMLElement>("[data-block]")) row.draggable = true;
  }

  #take(event: DragEvent): void {
    this.#dragged = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-block]") : null;
    if (!this.#dragged || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.#dragged.dataset["block"] ?? "");
    this.#dragged.classList.add("is-dragged");
  }

  #listFor(event: DragEvent): HTMLElement | null {
    const card = event.target instanceof Element ? event.target.closest(".card") : null;
    const list = card?.querySelector<HTMLElement>("[data-place]") ?? null;
    const place = list?.dataset["place"] ?? "";
    const suits = (this.#dragged?.dataset["columns"] ?? "").split(" ");
    return place === "hidden" || suits.includes(place) ? list : null;
  }

  #over(event: DragEvent): void {
    const list = this.#dragged && this.#listFor(event);
    if (!list || !this.#dragged) return;
    event.preventDefault();
    const after = [...list.querySelectorAll<HTMLElement>("[data-block]")].find((row) => {
      const box = row.getBoundingClientRect();
      return row !== this.#dragged && event.clientY < box.top + box.height / 2;
    });
    list.insertBefore(this.#dragged, after ?? null);
  }

  #drop(event: DragEvent): void {
    const list = this.#dragged?.closest<HTMLElement>("[data-place]");
    if (!list || !this.#dragged) return;
    event.preventDefault();
    const index = [...list.querySelectorAll("[data-block]")].indexOf(this.#dragged);
    const { htmx } = window as unknown as { htmx: Htmx };
    void htmx.ajax("POST", this.dataset["url"] ?? "", {
      target: "#arranged",
      swap: "outerMorph",
      values: {
        block: this.#dragged.dataset["block"] ?? "",
        move: list.dataset["place"] ?? "",
        index: String(index),
      },
    });
  }

  #letGo(): void {
    this.#dragged?.classList.remove("is-dragged");
    this.#dragged = null;
  }
}

define("parvis-arrange", Arrange);
