// One file on its way: tus 1.0 through tus-js-client, resumed from where the server holds it.
import { type DetailedError, Upload } from "tus-js-client";

import { csrfHeaders } from "../../lib/element";
import type { Entry } from "./entries";

const PIECE_BYTES = 8 * 1024 * 1024;
const PATIENCE_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000];
const PASSING = new Set(["upload_offset", "upload_busy", "checksum", "storage_unavailable"]);

export type JobState = "waiting" | "sending" | "paused" | "done" | "failed" | "skipped";
export type Choice = "" | "version" | "keep_both" | "skip";

export interface Destination {
  url: string;
  place: string;
  file: string;
  expected: string;
  remark: string;
}

interface Problem {
  type?: string;
  detail?: string;
}

/** Return the problem document of a refusal, empty when the line was cut. */
function problemOf(error: Error | DetailedError): { status: number; problem: Problem } {
  const response = "originalResponse" in error ? error.originalResponse : null;
  if (!response) return { status: 0, problem: {} };
  try {
    return { status: response.getStatus(), problem: JSON.parse(response.getBody()) as Problem };
  } catch {
    return { status: response.getStatus(), problem: {} };
  }
}

function codeOf(problem: Problem): string {
  return problem.type?.split(":").at(-1) ?? "";
}

export class Job {
  state: JobState = "waiting";
  sent = 0;
  message = "";
  code = "";
  readonly entry: Entry;
  readonly #upload: Upload;
  readonly #changed: (job: Job) => void;

  constructor(entry: Entry, choice: Choice, to: Destination, changed: (job: Job) => void) {
    this.entry = entry;
    this.#changed = changed;
    const { file, path } = entry;
    const metadata: Record<string, string> = { filename: file.name, filetype: file.type, choice: choice || "keep_both" };
    if (to.file) Object.assign(metadata, { file: to.file, expected: to.expected, remark: to.remark });
    else Object.assign(metadata, { parent: to.place, path: JSON.stringify(path) });
    const fingerprint = ["parvis", to.file || to.place, ...path, file.name, file.size, file.lastModified, choice].join(":");
    this.#upload = new Upload(file, {
      endpoint: to.url,
      metadata,
      headers: csrfHeaders(),
      chunkSize: PIECE_BYTES,
      uploadDataDuringCreation: file.size <= PIECE_BYTES,
      retryDelays: PATIENCE_MS,
      removeFingerprintOnSuccess: true,
      fingerprint: () => Promise.resolve(fingerprint),
      onShouldRetry: (error) => this.#isPassing(error),
      onProgress: (sent) => {
        this.sent = sent;
        this.#changed(this);
      },
      onSuccess: () => this.#end("done"),
      onError: (error) => this.#fail(error),
    });
  }

  get size(): number {
    return this.entry.file.size;
  }

  get isOver(): boolean {
    return this.state === "done" || this.state === "failed" || this.state === "skipped";
  }

  async start(): Promise<void> {
    this.state = "sending";
    this.message = "";
    this.code = "";
    this.#changed(this);
    const [previous] = await this.#upload.findPreviousUploads();
    if (previous && !this.#upload.url) this.#upload.resumeFromPreviousUpload(previous);
    this.#upload.start();
  }

  async pause(): Promise<void> {
    if (this.state !== "sending" && this.state !== "waiting") return;
    this.state = "paused";
    await this.#upload.abort();
    this.#changed(this);
  }

  async cancel(): Promise<void> {
    if (this.state === "done") return;
    this.#end("skipped");
    await this.#upload.abort(true).catch(() => undefined);
  }

  /** Finish a whole upload after somebody added a version meanwhile. */
  async choose(choice: "version" | "keep_both"): Promise<void> {
    const answer = await fetch(`${this.#upload.url ?? ""}suite/`, {
      method: "POST",
      headers: csrfHeaders(),
      body: new URLSearchParams({ choice }),
    });
    if (answer.ok) {
      this.#end("done");
      return;
    }
    const problem = (await answer.json().catch(() => ({}))) as Problem;
    this.#refuse(codeOf(problem), problem.detail ?? "");
  }

  #isPassing(error: Error | DetailedError): boolean {
    if (!navigator.onLine) return false;
    const { status, problem } = problemOf(error);
    return status === 0 || status >= 500 ? status !== 507 : PASSING.has(codeOf(problem));
  }

  #fail(error: Error | DetailedError): void {
    if (this.state === "skipped") return;
    const { status, problem } = problemOf(error);
    if (status === 0) {
      this.state = "paused";
      this.code = "offline";
      this.#changed(this);
      return;
    }
    this.#refuse(status === 401 ? "signed_out" : codeOf(problem), problem.detail ?? "");
  }

  #refuse(code: string, message: string): void {
    this.code = code;
    this.message = message;
    this.#end("failed");
  }

  #end(state: JobState): void {
    this.state = state;
    if (state === "done") this.sent = this.size;
    this.#changed(this);
  }
}
