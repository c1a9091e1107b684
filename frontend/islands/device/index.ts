// <parvis-kept>: what is on this device. <parvis-keep>: keep one file, or remove it.
import { define, Island } from "../../lib/element";
import { type KeptFile, FullError, forgetFile, keepFile, keptFiles, keptPages, RefusedError } from "../../lib/kept";
import { fileSize } from "../../lib/sizes";
import { showToast } from "../../lib/toasts";

const isAble = "caches" in window && "serviceWorker" in navigator;

function fill(sentence: string | undefined, values: Record<string, string | number>): string {
  return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, String(value)), sentence ?? "");
}

function moment(iso: string): string {
  return new Date(iso).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
}

function show(island: Island, selector: string, isShown = true): HTMLElement | null {
  const element = island.querySelector<HTMLElement>(selector);
  if (element) element.hidden = !isShown;
  return element;
}

class Kept extends Island {
  protected start(): void {
    show(this, "[data-able]", isAble);
    show(this, "[data-unable]", !isAble);
    if (isAble) void this.#fill();
  }

  async #fill(): Promise<void> {
    await Promise.all([this.#fillFiles(), this.#fillPages()]);
  }

  async #fillFiles(): Promise<void> {
    const files = await keptFiles();
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    show(this, "[data-no-files]", files.length === 0);
    const total = show(this, "[data-total]", files.length > 0);
    const { totalOne, totalMany, size } = this.dataset;
    if (total) total.textContent = fill(files.length > 1 ? totalMany : totalOne, { count: files.length, size: fileSize(bytes) });
    const rows = files.map((file) => {
      const context = fill(size, { size: fileSize(file.bytes), when: moment(file.keptAt) });
      return this.#row(file.title, file.page, context, () => this.#remove(file));
    });
    this.need("[data-files]").replaceChildren(...rows);
  }

  async #fillPages(): Promise<void> {
    const pages = await keptPages();
    show(this, "[data-no-pages]", pages.length === 0);
    const rows = pages.map(({ url, title, seen }) => this.#row(title, url, fill(this.dataset["seen"], { when: moment(seen) })));
    this.need("[data-pages]").replaceChildren(...rows);
  }

  #row(title: string, url: string, context: string, remove?: () => Promise<void>): HTMLElement {
    const row = this.need<HTMLTemplateElement>("template[data-row]").content.firstElementChild!.cloneNode(true) as HTMLElement;
    const link = row.querySelector<HTMLAnchorElement>("[data-link]");
    if (link) [link.textContent, link.href, link.title] = [title, url, title];
    row.querySelector("[data-context]")!.textContent = context;
    const button = row.querySelector<HTMLElement>("[data-remove]");
    const label = row.querySelector<HTMLElement>("[data-remove-label]");
    if (!remove || !button || !label) return row;
    label.textContent = fill(label.dataset["text"], { title });
    button.hidden = false;
    button.addEventListener("click", () => void remove());
    return row;
  }

  async #remove(file: KeptFile): Promise<void> {
    await forgetFile(file);
    await this.#fillFiles();
    showToast({ text: fill(this.dataset["removed"], { title: file.title }) });
  }
}

class Keep extends Island {
  protected start(signal: AbortSignal): void {
    show(this, "[data-unable]", !isAble);
    const keep = this.need<HTMLButtonElement>("[data-keep]");
    keep.disabled = !isAble;
    if (!isAble) return;
    keep.addEventListener("click", () => void this.#keep(keep), { signal });
    this.need("[data-forget]").addEventListener("click", () => void this.#forget(), { signal });
    void this.#look();
  }

  async #look(): Promise<void> {
    const isHere = (await this.#kept()) !== undefined;
    show(this, "[data-done]", isHere);
    show(this, "[data-forget]", isHere);
    show(this, "[data-keep]", !isHere);
  }

  async #kept(): Promise<KeptFile | undefined> {
    return (await keptFiles()).find((file) => file.id === this.dataset["file"]);
  }

  async #keep(button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    this.#say(this.dataset["keeping"]);
    try {
      await navigator.storage?.persist?.();
      await keepFile(this.dataset["url"] ?? "");
      this.#say("");
    } catch (error) {
      const { failed, full } = this.dataset;
      const isFull = error instanceof FullError || (error instanceof DOMException && error.name === "QuotaExceededError");
      this.#say(isFull ? full : (error instanceof RefusedError && error.message) || failed);
    }
    button.disabled = false;
    await this.#look();
  }

  async #forget(): Promise<void> {
    const file = await this.#kept();
    if (file) await forgetFile(file);
    await this.#look();
  }

  #say(text: string | undefined): void {
    const state = show(this, "[data-state]", Boolean(text));
    if (state) state.textContent = text ?? "";
  }
}

define("parvis-kept", Kept);
define("parvis-keep", Keep);
