// <parvis-mentions>: while one writes in its <textarea>, "@" and a few letters offer those who may be called.
// The server answers the search with <li role="option" data-label>. Without JavaScript names are typed whole.
import { define, Island } from "../../lib/element";

const DELAY_MS = 150;
const CALLED = /(?:^|[\s(«“"'’])@([^\s@][^@\n]{0,40}|)$/u;

let count = 0;

class Mentions extends Island {
  #field!: HTMLTextAreaElement;
  #list!: HTMLElement;
  #searching: AbortController | null = null;
  #timer = 0;

  protected start(signal: AbortSignal): void {
    this.#field = this.need("textarea");
    this.#list = this.#makeList();
    this.#field.addEventListener("input", () => this.#later(), { signal });
    this.#field.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    this.#field.addEventListener("blur", () => this.#close(), { signal });
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault(), { signal });
    this.#list.addEventListener("click", (event) => this.#onClick(event), { signal });
  }

  protected override stop(): void {
    this.#list?.remove();
  }

  #makeList(): HTMLElement {
    count += 1;
    const list = Object.assign(document.createElement("ul"), { className: "picker-list", id: `mentions-${count}`, hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.dataset["label"] ?? "");
    this.#field.setAttribute("aria-autocomplete", "list");
    this.#field.setAttribute("aria-controls", list.id);
    this.append(list);
    return list;
  }

  get #options(): HTMLElement[] {
    return [...this.#list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  /** What is typed after the "@" that stands before the caret; null when nobody is being called. */
  get #called(): string | null {
    const before = this.#field.value.slice(0, this.#field.selectionStart);
    return CALLED.exec(before)?.[1] ?? null;
  }

  #later(): void {
    window.clearTimeout(this.#timer);
    if (this.#called === null) this.#close();
    else this.#timer = window.setTimeout(() => void this.#search(), DELAY_MS);
  }

  async #search(): Promise<void> {
    this.#searching?.abort();
    this.#searching = new AbortController();
    const url = new URL(this.dataset["url"] ?? "", window.location.href);
    url.searchParams.set("q", this.#called ?? "");
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" }, signal: this.#searching.signal });
      if (answer.ok) this.#fill(await answer.text());
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  }

  #fill(html: string): void {
    this.#list.innerHTML = html;
    for (const [index, option] of this.#options.entries()) option.id = `${this.#list.id}-${index}`;
    this.#list.hidden = this.#options.length === 0 || document.activeElement !== this.#field || this.#called === null;
    this.#highlight(0);
  }

  #close(): void {
    window.clearTimeout(this.#timer);
    this.#searching?.abort();
    this.#list.hidden = true;
    this.#field.removeAttribute("aria-activedescendant");
  }

  #highlight(index: number): void {
    const options = this.#options;
    const active = this.#list.hidden ? undefined : options.at(index % Math.max(options.length, 1));
    for (const option of options) option.setAttribute("aria-selected", String(option === active));
    active?.scrollIntoView({ block: "nearest" });
    if (active) this.#field.setAttribute("aria-activedescendant", active.id);
    else this.#field.removeAttribute("aria-activedescendant");
  }

  #onKey(event: KeyboardEvent): void {
    if (this.#list.hidden) return;
    const here = this.#options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Escape") this.#close();
    else if (event.key === "ArrowDown") this.#highlight(here + 1);
    else if (event.key === "ArrowUp") this.#highlight(here - 1);
    else if (event.key === "Enter" || event.key === "Tab") this.#choose(this.#options[Math.max(here, 0)]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #onClick(event: Event): void {
    const option = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=option]") : null;
    this.#choose(option);
  }

  #choose(option: HTMLElement | null | undefined): void {
    const [called, name] = [this.#called, option?.dataset["label"]];
    if (called === null || !name) return;
    const caret = this.#field.selectionStart;
    this.#field.setRangeText(`${name} `, caret - called.length, caret, "end");
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
    this.#close();
    this.#field.focus();
  }
}

define("parvis-mentions", Mentions);
