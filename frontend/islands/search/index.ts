// <parvis-search>: answers below the field of every page as one types; arrows choose, Enter opens, Escape closes.
// Without JavaScript the form leads to the page of search.
import { define, Island } from "../../lib/element";

const DELAY_MS = 180;
const SHORTEST = 2;

class Search extends Island {
  #field!: HTMLInputElement;
  #panel!: HTMLElement;
  #asking: AbortController | null = null;
  #timer = 0;
  #asked = "";

  protected start(signal: AbortSignal): void {
    this.#field = this.need("input[type=search]");
    this.#panel = this.need("[data-panel]");
    this.#field.setAttribute("role", "combobox");
    this.#field.setAttribute("aria-autocomplete", "list");
    this.#field.setAttribute("aria-haspopup", "listbox");
    this.#field.setAttribute("aria-expanded", "false");
    this.#field.addEventListener("input", () => this.#later(), { signal });
    this.#field.addEventListener("focus", () => this.#reopen(), { signal });
    this.#field.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    this.#field.addEventListener("blur", () => this.#close(), { signal });
    this.#panel.addEventListener("pointerdown", (event) => event.preventDefault(), { signal });
  }

  protected override stop(): void {
    window.clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  get #options(): HTMLElement[] {
    return [...this.#panel.querySelectorAll<HTMLElement>("[role=option]")];
  }

  #later(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), DELAY_MS);
  }

  async #ask(): Promise<void> {
    this.#asking?.abort();
    const typed = this.#field.value.trim();
    if (typed.length < SHORTEST) {
      this.#asked = "";
      this.#panel.replaceChildren();
      this.#close();
      return;
    }
    this.#asking = new AbortController();
    const url = new URL(this.dataset["url"] ?? "", window.location.href);
    url.searchParams.set("q", typed);
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" }, signal: this.#asking.signal });
      if (!answer.ok) return;
      this.#panel.innerHTML = await answer.text();
      this.#asked = typed;
      this.#reopen();
    } catch (error) {
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    }
  }

  #reopen(): void {
    const isOpen = this.#options.length > 0 && this.#asked !== "" && document.activeElement === this.#field;
    this.#panel.hidden = !isOpen;
    this.#field.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) this.#field.setAttribute("aria-controls", "quick-list");
  }

  #close(): void {
    window.clearTimeout(this.#timer);
    this.#panel.hidden = true;
    this.#field.setAttribute("aria-expanded", "false");
    this.#field.removeAttribute("aria-activedescendant");
    this.#choose(-1);
  }

  #onKey(event: KeyboardEvent): void {
    const options = this.#options;
    const here = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Escape" && !this.#panel.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (this.#panel.hidden) this.#reopen();
      else this.#choose(event.key === "ArrowDown" ? here + 1 : here < 0 ? options.length - 1 : here - 1);
      event.preventDefault();
    } else if (event.key === "Enter" && !this.#panel.hidden && here >= 0) {
      event.preventDefault();
      options[here]?.querySelector("a")?.click();
    }
  }

  #choose(index: number): void {
    const options = this.#options;
    const chosen = index < 0 ? undefined : options[index % Math.max(options.length, 1)];
    for (const option of options) option.setAttribute("aria-selected", String(option === chosen));
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.#field.setAttribute("aria-activedescendant", chosen.id);
    else this.#field.removeAttribute("aria-activedescendant");
  }
}

define("parvis-search", Search);
