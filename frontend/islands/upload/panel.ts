// What is shown of the files on their way: a line for each, and the whole.
import { fileSize } from "../../lib/sizes";
import { keyOf } from "./entries";
import type { Job } from "./job";

const PERCENT = 100;

export type Texts = Record<string, string>;

export function fill(sentence: string | undefined, values: Record<string, string | number>): string {
  return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, String(value)), sentence ?? "");
}

export class Panel {
  readonly #root: HTMLElement;
  readonly #rows = new Map<Job, HTMLElement>();
  readonly #texts: Texts;
  readonly #template: HTMLTemplateElement;

  constructor(root: HTMLElement, template: HTMLTemplateElement, texts: Texts) {
    this.#root = root;
    this.#template = template;
    this.#texts = texts;
  }

  add(job: Job, actions: Record<"retry" | "follow" | "beside" | "cancel", () => void>): void {
    const row = this.#template.content.firstElementChild?.cloneNode(true);
    if (!(row instanceof HTMLElement)) return;
    const name = row.querySelector<HTMLElement>("[data-name]");
    if (name) [name.textContent, name.title] = [job.entry.file.name, keyOf(job.entry)];
    for (const [key, act] of Object.entries(actions)) row.querySelector(`[data-${key}]`)?.addEventListener("click", act);
    this.#rows.set(job, row);
    this.#root.querySelector("[data-rows]")?.append(row);
    this.#root.hidden = false;
    this.show(job);
  }

  show(job: Job): void {
    const row = this.#rows.get(job);
    if (!row) return;
    row.dataset["state"] = job.state;
    const state = row.querySelector("[data-state]");
    if (state) state.textContent = this.#words(job);
    const bar = row.querySelector("progress");
    if (bar) {
      bar.value = job.size ? (job.sent / job.size) * PERCENT : PERCENT;
      bar.hidden = job.isOver;
      bar.setAttribute("aria-label", job.entry.file.name);
    }
    const isNewer = job.code === "newer_version";
    this.#toggle(row, "[data-retry]", job.state === "failed" && !isNewer);
    this.#toggle(row, "[data-follow]", job.state === "failed" && isNewer);
    this.#toggle(row, "[data-beside]", job.state === "failed" && isNewer);
    this.#toggle(row, "[data-cancel]", job.state !== "done" && job.state !== "skipped");
  }

  #toggle(row: HTMLElement, selector: string, isShown: boolean): void {
    const button = row.querySelector<HTMLElement>(selector);
    if (button) button.hidden = !isShown;
  }

  #words(job: Job): string {
    const words = this.#texts;
    if (job.state === "failed") return (job.code === "signed_out" ? words["signedOut"] : job.message) || (words["failed"] ?? "");
    if (job.state === "paused") return (job.code === "offline" ? words["offline"] : words["paused"]) ?? "";
    if (job.state !== "sending") return words[job.state] ?? "";
    if (job.sent >= job.size) return words["finishing"] ?? "";
    return fill(words["sending"], { percent: Math.floor((job.sent / job.size) * PERCENT), size: fileSize(job.size) });
  }

  /** Show how far everything is, and return whether nothing is left to do. */
  total(jobs: Job[]): boolean {
    const failed = jobs.filter((job) => job.state === "failed").length;
    const counted = jobs.filter((job) => job.state !== "skipped");
    const done = counted.filter((job) => job.state === "done").length;
    const isOver = jobs.every((job) => job.isOver);
    const size = counted.reduce((sum, job) => sum + job.size, 0);
    const sent = counted.reduce((sum, job) => sum + job.sent, 0);
    const percent = size ? Math.floor((sent / size) * PERCENT) : PERCENT;
    const words = this.#texts;
    const values = { percent, done, failed, count: counted.length };
    let text = fill(counted.length > 1 ? words["totalMany"] : words["totalOne"], values);
    if (isOver) text = failed ? fill(words["totalFailed"], values) : fill(counted.length > 1 ? words["totalDoneMany"] : words["totalDone"], values);
    const title = this.#root.querySelector("[data-total]");
    if (title && title.textContent !== text) title.textContent = text;
    const bar = this.#root.querySelector<HTMLProgressElement>("header ~ [data-bar]");
    if (bar) bar.value = percent;
    const isPaused = jobs.some((job) => job.state === "paused");
    this.#toggle(this.#root, "[data-pause]", !isOver && !isPaused);
    this.#toggle(this.#root, "[data-resume]", isPaused);
    this.#toggle(this.#root, "[data-close]", isOver);
    return isOver;
  }

  clear(): void {
    this.#rows.clear();
    this.#root.querySelector("[data-rows]")?.replaceChildren();
    this.#root.hidden = true;
  }
}
