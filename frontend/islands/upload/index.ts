// <parvis-upload>: files and folders dropped on the page or chosen, sent piece by piece; a cut line, a
// closed page or a stopped server lose nothing. Without JavaScript the buttons lead to plain forms.
import { csrfHeaders, define, delegate, Island } from "../../lib/element";
import { showToast } from "../../lib/toasts";
import { type Drop, type Entry, fromDrop, fromInput, keyOf } from "./entries";
import { type Choice, type Destination, Job } from "./job";
import { Panel, type Texts } from "./panel";

const AT_ONCE = 3;
const MAX_SHOWN = 12;
const FEW = 5; // the panel of more than these stays until it is closed: its sender may be elsewhere
const REFRESH_MS = 5000;

class UploadIsland extends Island {
  #jobs: Job[] = [];
  #panel!: Panel;
  #texts!: Texts;
  #remark = "";
  #depth = 0;
  #refreshedAt = 0;

  protected start(signal: AbortSignal): void {
    if (this.hasAttribute("data-closed")) return;
    this.#texts = { ...this.need<HTMLElement>("[data-texts]").dataset } as Texts;
    const root = this.need<HTMLElement>("[data-panel]");
    this.#panel = new Panel(root, this.need<HTMLTemplateElement>("template[data-row]"), this.#texts);
    root.querySelector("[data-pause]")?.addEventListener("click", () => this.#pause(), { signal });
    root.querySelector("[data-resume]")?.addEventListener("click", () => this.#resume(), { signal });
    root.querySelector("[data-close]")?.addEventListener("click", () => this.#close(), { signal });
    for (const input of this.querySelectorAll<HTMLInputElement>("input[data-input]")) {
      input.addEventListener("change", () => void this.#take(fromInput(input)).then(() => (input.value = "")), { signal });
    }
    window.addEventListener("online", () => this.#resume(), { signal });
    window.addEventListener("beforeunload", (event) => this.#isBusy && event.preventDefault(), { signal });
    this.#watchDrops(signal);
    void this.#offerUnfinished();
  }

  open(kind: string): void {
    this.find<HTMLInputElement>(`input[data-input="${kind}"]`)?.click();
  }

  get #isBusy(): boolean {
    return this.#jobs.some((job) => !job.isOver);
  }

  get #isVersion(): boolean {
    return Boolean(this.dataset["file"]);
  }

  get #unfinishedKey(): string {
    return `parvis-unfinished:${this.dataset["file"] ?? this.dataset["place"]}`;
  }

  #watchDrops(signal: AbortSignal): void {
    const veil = this.find<HTMLElement>("[data-veil]");
    const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    const show = (change: number): void => {
      this.#depth = Math.max(0, this.#depth + change);
      if (veil) veil.hidden = this.#depth === 0;
    };
    window.addEventListener("dragenter", (event) => holdsFiles(event) && show(1), { signal });
    window.addEventListener("dragleave", (event) => holdsFiles(event) && show(-1), { signal });
    window.addEventListener("dragover", (event) => holdsFiles(event) && event.preventDefault(), { signal });
    window.addEventListener(
      "drop",
      (event) => {
        if (!holdsFiles(event) || !event.dataTransfer) return;
        event.preventDefault();
        show(-this.#depth);
        void fromDrop(event.dataTransfer).then((drop) => this.#takeDrop(drop));
      },
      { signal },
    );
  }

  /** Make the folders that hold nothing, then send the files, which bring theirs along. */
  async #takeDrop({ entries, emptyFolders }: Drop): Promise<void> {
    const url = this.dataset["folders"];
    const areMade = url !== undefined && emptyFolders.length > 0 && (await this.#makeFolders(url, emptyFolders));
    if (entries.length > 0 || !areMade) await this.#take(entries);
  }

  async #makeFolders(url: string, paths: string[][]): Promise<boolean> {
    const body = new URLSearchParams({ paths: JSON.stringify(paths) });
    const answer = await fetch(url, { method: "POST", headers: csrfHeaders(), body }).catch(() => null);
    if (answer?.ok) this.#refresh();
    else showToast({ level: "error", text: this.#texts["foldersFailed"] ?? "" });
    return true;
  }

  async #take(entries: Entry[]): Promise<void> {
    if (entries.length === 0) {
      showToast({ level: "warning", text: this.#texts["emptyFolder"] ?? "" });
      return;
    }
    const chosen = this.#isVersion ? entries.slice(0, 1) : entries;
    if (this.#isVersion && !(await this.#askRemark(chosen[0]!.file.name))) return;
    const taken = this.#isVersion ? new Set<string>() : await this.#taken(chosen);
    const choice = taken.size > 0 ? await this.#ask("[data-conflict]", [...taken]) : "";
    if (choice === null) return;
    for (const entry of chosen) this.#add(entry, taken.has(keyOf(entry)) ? (choice as Choice) : "");
    this.#remember();
    this.#next();
  }

  #add(entry: Entry, choice: Choice): void {
    const data = this.dataset;
    const to: Destination = {
      url: data["url"] ?? "",
      place: data["place"] ?? "",
      file: data["file"] ?? "",
      expected: data["expected"] ?? "",
      remark: this.#remark,
    };
    const job = new Job(entry, choice, to, (changed) => this.#changed(changed));
    if (choice === "skip") job.state = "skipped";
    if (entry.file.size > Number(data["max"] ?? Infinity)) {
      [job.state, job.message, job.code] = ["failed", this.#texts["tooLarge"] ?? "", "too_large"];
    }
    this.#jobs.push(job);
    this.#panel.add(job, {
      retry: () => void job.start(),
      follow: () => void job.choose("version"),
      beside: () => void job.choose("keep_both"),
      cancel: () => void job.cancel(),
    });
  }

  #next(): void {
    const sending = this.#jobs.filter((job) => job.state === "sending").length;
    const waiting = this.#jobs.filter((job) => job.state === "waiting");
    for (const job of waiting.slice(0, AT_ONCE - sending)) void job.start();
    this.#settle();
  }

  #changed(job: Job): void {
    this.#panel.show(job);
    if (job.isOver) {
      if (job.state === "done") this.#refreshSometimes();
      this.#remember();
      this.#next();
    } else this.#settle();
  }

  #settle(): void {
    const isOver = this.#panel.total(this.#jobs);
    if (!isOver || this.#jobs.length === 0) return;
    if (this.#isVersion && this.#jobs.every((job) => job.state === "done")) {
      window.location.assign(window.location.pathname);
      return;
    }
    if (this.#jobs.some((job) => job.state === "done")) this.#refresh();
    const isShort = this.#jobs.length <= FEW && this.#jobs.every((job) => job.state !== "failed");
    if (isShort) window.setTimeout(() => !this.#isBusy && this.#close(), 4000);
  }

  /** Show what has come in, from time to time and never while things are being chosen. */
  #refreshSometimes(): void {
    if (Date.now() - this.#refreshedAt < REFRESH_MS || document.querySelector("parvis-selection.has-chosen")) return;
    this.#refresh();
  }

  #refresh(): void {
    this.#refreshedAt = Date.now();
    document.getElementById("listing")?.dispatchEvent(new Event("refresh"));
  }

  #pause(): void {
    for (const job of this.#jobs) void job.pause();
  }

  #resume(): void {
    for (const job of this.#jobs.filter((one) => one.state === "paused")) job.state = "waiting";
    this.#next();
  }

  #close(): void {
    if (this.#isBusy) return;
    this.#jobs = [];
    this.#panel.clear();
    this.#remember();
  }

  /** Keep the names of what is not here yet: the page may be left, and come back to. */
  #remember(): void {
    const names = this.#jobs.filter((job) => !job.isOver).map((job) => keyOf(job.entry));
    if (names.length > 0) localStorage.setItem(this.#unfinishedKey, JSON.stringify(names));
    else localStorage.removeItem(this.#unfinishedKey);
  }

  async #offerUnfinished(): Promise<void> {
    const names = JSON.parse(localStorage.getItem(this.#unfinishedKey) ?? "[]") as string[];
    if (names.length === 0) return;
    const answer = await this.#ask("[data-resumable]", names);
    if (answer === "again") this.open(names.some((name) => name.includes("/")) ? "folder" : "files");
    else if (answer === "forget") localStorage.removeItem(this.#unfinishedKey);
  }

  async #taken(entries: Entry[]): Promise<Set<string>> {
    const paths = entries.map(({ file, path }) => [...path, file.name]);
    try {
      const answer = await fetch(this.dataset["conflicts"] ?? "", {
        method: "POST",
        headers: csrfHeaders(),
        body: new URLSearchParams({ paths: JSON.stringify(paths) }),
      });
      const { taken } = answer.ok ? ((await answer.json()) as { taken: string[][] }) : { taken: [] };
      return new Set(taken.map((path) => path.join("/")));
    } catch {
      return new Set(); // no network: both are kept, nothing is overwritten
    }
  }

  async #askRemark(name: string): Promise<boolean> {
    const dialog = this.find<HTMLDialogElement>("dialog[data-remark]");
    const chosen = dialog?.querySelector("[data-chosen]");
    if (chosen) chosen.textContent = name;
    const answer = dialog ? await this.#answer(dialog) : "send";
    this.#remark = dialog?.querySelector<HTMLInputElement>("[name=remark]")?.value ?? "";
    return answer === "send";
  }

  /** Ask in a dialog that lists names; null when it was closed without an answer. */
  async #ask(selector: string, names: string[]): Promise<string | null> {
    const dialog = this.need<HTMLDialogElement>(`dialog${selector}`);
    const rows = names.slice(0, MAX_SHOWN).map((name) => Object.assign(document.createElement("li"), { textContent: name }));
    if (names.length > MAX_SHOWN) rows.push(Object.assign(document.createElement("li"), { textContent: `… + ${names.length - MAX_SHOWN}` }));
    dialog.querySelector("[data-names]")?.replaceChildren(...rows);
    return (await this.#answer(dialog)) || null;
  }

  #answer(dialog: HTMLDialogElement): Promise<string> {
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
    });
  }
}

define("parvis-upload", UploadIsland);

const OPENERS = { uploadFiles: "files", uploadVersion: "files", uploadFolder: "folder", uploadPhoto: "photo" };
for (const [name, kind] of Object.entries(OPENERS)) {
  delegate("click", `[data-${name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}]`, (_opener, event) => {
    const island = document.querySelector("parvis-upload:not([data-closed])");
    if (!(island instanceof UploadIsland)) return;
    event.preventDefault();
    island.open(kind);
  });
}
