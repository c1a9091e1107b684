// <parvis-picker>: choose one or several of many (people, communes…) by typing. The server answers the
// search with <li role="option" data-value data-label>. Without JavaScript the typed text is sent as it is.
import { define, Island } from "../../lib/element";

const DELAY_MS = 200;

class Picker extends Island {
  #field!: HTMLInputElement;
  #list!: HTMLElement;
  #chosen!: HTMLElement;
  #searching: AbortController | null = null;
  #timer = 0;

  protected start(signal: AbortSignal): void {
    this.#field = this.need("[role=combobox]");
    this.#list = this.need("[role=listbox]");
    this.#chosen = this.need("[data-chosen]");
    this.#field.addEventListener("input", () => this.#later(), { signal });
    this.#field.addEventListener("focus", () => this.#later(), { signal });
    this.#field.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    this.#field.addEventListener("blur", () => this.#close(), { signal });
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault(), { signal });
    this.#list.addEventListener("click", (event) => this.#onClick(event), { signal });
    this.#chosen.addEventListener("click", (event) => this.#remove(event), { signal });
    this.#showField();
    if (this.#field.value && document.activeElement === this.#field) this.#later(); // typed while this loaded
  }

  get #isMultiple(): boolean {
    return this.hasAttribute("multiple");
  }

  get #options(): HTMLElement[] {
    return [...this.#list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  get #values(): string[] {
    return [...this.#chosen.querySelectorAll<HTMLInputElement>("input[type=hidden]")].map((input) => input.value);
  }

  #later(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#search(), DELAY_MS);
  }

  async #search(): Promise<void> {
    this.#searching?.abort();
    this.#searching = new AbortController();
    const url = new URL(this.dataset["url"] ?? "", window.location.href);
    url.searchParams.set("q", this.#field.value);
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" }, signal: this.#searching.signal });
      if (answer.ok) this.#fill(await answer.text());
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  }

  #fill(html: string): void {
    this.#list.innerHTML = html;
    const taken = new Set(this.#values);
    for (const [index, option] of this.#options.entries()) {
      option.id = `${this.#list.id}-${index}`;
      option.setAttribute("aria-selected", "false");
      if (taken.has(option.dataset["value"] ?? "")) option.remove();
    }
    const isOpen = this.#list.childElementCount > 0 && document.activeElement === this.#field;
    this.#list.hidden = !isOpen;
    this.#field.setAttribute("aria-expanded", String(isOpen));
    this.#field.removeAttribute("aria-activedescendant");
  }

  #close(): void {
    window.clearTimeout(this.#timer);
    this.#searching?.abort();
    this.#list.hidden = true;
    this.#field.setAttribute("aria-expanded", "false");
    this.#field.removeAttribute("aria-activedescendant");
  }

  #onKey(event: KeyboardEvent): void {
    const options = this.#options;
    const here = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Escape" && !this.#list.hidden) {
      this.#close();
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.#list.hidden) this.#later();
      else this.#highlight(options, event.key === "ArrowDown" ? here + 1 : here - 1);
    } else if (event.key === "Enter" && !this.#list.hidden) {
      const option = options[Math.max(here, 0)];
      event.preventDefault();
      if (option) this.#choose(option);
    } else if (event.key === "Backspace" && !this.#field.value && this.#isMultiple) {
      this.#chosen.lastElementChild?.remove();
    }
  }

  #highlight(options: HTMLElement[], index: number): void {
    const active = options.at(index % Math.max(options.length, 1));
    for (const option of options) option.setAttribute("aria-selected", String(option === active));
    active?.scrollIntoView({ block: "nearest" });
    if (active) this.#field.setAttribute("aria-activedescendant", active.id);
  }

  #onClick(event: Event): void {
    const option = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=option]") : null;
    if (option) this.#choose(option);
  }

  #choose(option: HTMLElement): void {
    const template = this.need<HTMLTemplateElement>("template");
    const chip = template.content.firstElementChild?.cloneNode(true);
    const { value = "", label = "" } = option.dataset;
    if (!(chip instanceof HTMLElement) || !value) return;
    const [input, name] = [chip.querySelector("input"), chip.querySelector("[data-name]")];
    if (input) input.value = value;
    if (name) name.textContent = label;
    if (!this.#isMultiple) this.#chosen.replaceChildren();
    this.#chosen.append(chip);
    this.#field.value = "";
    this.#close();
    this.#showField();
    (this.#field.hidden ? chip.querySelector("button") : this.#field)?.focus();
    this.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: { value, label } }));
  }

  #remove(event: Event): void {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    button.closest("li")?.remove();
    this.#showField();
    this.#field.focus();
    this.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: { value: "", label: "" } }));
  }

  #showField(): void {
    const isFull = !this.#isMultiple && this.#values.length > 0;
    this.#field.hidden = isFull;
    this.#field.required = this.hasAttribute("required") && this.#values.length === 0;
  }
}

define("parvis-picker", Picker);
