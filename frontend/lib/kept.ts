// What stays on this device, for the pages and for the service worker alike (ADR 17). It belongs to one
// person: it goes when they sign out, when somebody else signs in, and when the server knows them no more.
export const ASSETS = "parvis-assets";
export const PAGES = "parvis-pages";
export const FRAGMENTS = "parvis-fragments";
export const FILES = "parvis-files";
export const SHARED = "parvis-shared";
const OWNER = "parvis-owner";

export const NOBODY = "-";
export const PERSON = "Parvis-Person";
export const KEEP = "Parvis-Keep";
export const TO_KEEP = "Parvis-To-Keep";
export const SEEN = "Parvis-Seen";
export const TITLE = "Parvis-Title";
export const OWNED = "Parvis-Owner";

const PRIVATE = [PAGES, FRAGMENTS, FILES];
const OWNER_KEY = "/.parvis/owner";
const CHECKED_KEY = "/.parvis/checked";
const FILE_KEY = "/.parvis/file/";
const SHARED_MS = 10 * 60_000;

/** Return the mark of whom the kept things belong to; "" on a device that keeps nothing yet. */
export async function owner(): Promise<string> {
  const found = await (await caches.open(OWNER)).match(OWNER_KEY);
  return found ? found.text() : "";
}

/** Take note of who is signed in: what somebody else left goes before anything is shown. */
export async function belongTo(person: string): Promise<void> {
  const before = await owner();
  if (before === person) return;
  await Promise.all(PRIVATE.map((name) => caches.delete(name)));
  await dropShared((from, ageMs) => ageMs > SHARED_MS || (person !== NOBODY && !["", NOBODY, person].includes(from)));
  await (await caches.open(OWNER)).put(OWNER_KEY, new Response(person));
}

/** Remove all that a person left, what was shared and not placed included: they sign out. */
export async function wipe(): Promise<void> {
  await Promise.all([...PRIVATE, SHARED].map((name) => caches.delete(name)));
  await (await caches.open(OWNER)).put(OWNER_KEY, new Response(NOBODY));
}

async function dropShared(isOver: (from: string, ageMs: number) => boolean): Promise<void> {
  const cache = await caches.open(SHARED);
  for (const key of await cache.keys()) {
    const found = await cache.match(key);
    const ageMs = Date.now() - Date.parse(found?.headers.get(SEEN) ?? "");
    if (!(ageMs >= 0) || isOver(found?.headers.get(OWNED) ?? "", ageMs)) await cache.delete(key);
  }
}

export interface KeptPage {
  url: string;
  title: string;
  seen: string;
}

/** Return the pages that can be read without a network, the latest first. */
export async function keptPages(): Promise<KeptPage[]> {
  const cache = await caches.open(PAGES);
  const pages: KeptPage[] = [];
  for (const request of await cache.keys()) {
    const found = await cache.match(request);
    if (!found) continue;
    const title = decodeURIComponent(found.headers.get(TITLE) ?? "") || request.url;
    pages.push({ url: request.url, title, seen: found.headers.get(SEEN) ?? "" });
  }
  return pages.reverse();
}

/** A file as the server describes it, and as it is kept. */
export interface KeptFile {
  id: string;
  title: string;
  version: number;
  bytes: number;
  page: string;
  content: string;
  pictures: string[];
}

export async function keptFiles(): Promise<(KeptFile & { keptAt: string })[]> {
  const cache = await caches.open(FILES);
  const files: (KeptFile & { keptAt: string })[] = [];
  for (const request of await cache.keys()) {
    if (!new URL(request.url).pathname.startsWith(FILE_KEY)) continue;
    const found = await cache.match(request);
    if (found) files.push((await found.json()) as KeptFile & { keptAt: string });
  }
  return files.sort((one, other) => one.title.localeCompare(other.title));
}

export class RefusedError extends Error {}
export class FullError extends Error {}

/** Fetch a file, its page and pictures of its pages, and keep them; what was kept before goes. */
export async function keepFile(describedAt: string): Promise<KeptFile> {
  const answer = await fetch(describedAt, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new RefusedError(await reason(answer));
  const file = (await answer.json()) as KeptFile;
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate()) ?? {};
  if (file.bytes * 2 > quota - usage) throw new FullError();
  const addresses = [file.page, file.content, ...file.pictures];
  const answers = await Promise.all(addresses.map((address) => fetch(address, { headers: { [TO_KEEP]: "1" } })));
  const refused = answers.find((one) => !one.ok || one.redirected);
  if (refused) throw new RefusedError(await reason(refused));
  if (answers[0]?.headers.get(KEEP) !== "yes") throw new RefusedError("");
  const before = (await keptFiles()).find((one) => one.id === file.id);
  if (before) await forgetFile(before);
  const cache = await caches.open(FILES);
  const [page, ...others] = answers;
  if (page) await cache.put(file.page, await dated(page));
  await Promise.all(others.map((one, index) => cache.put(addresses[index + 1]!, one)));
  await cache.put(FILE_KEY + file.id, Response.json({ ...file, keptAt: new Date().toISOString() }));
  return file;
}

async function reason(answer: Response): Promise<string> {
  const problem = (await answer.json().catch(() => ({}))) as { detail?: string };
  return problem.detail ?? "";
}

export async function forgetFile(file: KeptFile): Promise<void> {
  const cache = await caches.open(FILES);
  await Promise.all([file.page, file.content, ...file.pictures, FILE_KEY + file.id].map((key) => cache.delete(key)));
}

/** Ask the server which kept files have changed or may not be kept any more, and do as it says. */
export async function refreshFiles(stateAt: string, everyMs: number): Promise<void> {
  const files = await keptFiles();
  if (files.length === 0 || !(await isTime(everyMs))) return;
  const answer = await fetch(`${stateAt}?items=${files.map((file) => file.id).join(",")}`, {
    headers: { Accept: "application/json" },
  });
  if (answer.status === 401 || answer.redirected) return belongTo(NOBODY);
  if (!answer.ok) return;
  const { versions } = (await answer.json()) as { versions: Record<string, number> };
  for (const file of files) {
    const version = versions[file.id];
    if (version === undefined) await forgetFile(file);
    else if (version !== file.version) await keepFile(`/sur-cet-appareil/${file.id}/fiche/`).catch(() => undefined);
  }
}

async function isTime(everyMs: number): Promise<boolean> {
  const cache = await caches.open(OWNER);
  const last = Number((await (await cache.match(CHECKED_KEY))?.text()) ?? 0);
  if (Date.now() - last < everyMs) return false;
  await cache.put(CHECKED_KEY, new Response(String(Date.now())));
  return true;
}

const TITLE_TAG = /<title>([^<]*)<\/title>/i;

/** Return a page as it is kept: with its title, and when it was seen. */
export async function dated(page: Response): Promise<Response> {
  const html = await page.text();
  const headers = new Headers(page.headers);
  headers.set(SEEN, new Date().toISOString());
  headers.set(TITLE, encodeURIComponent(plain(TITLE_TAG.exec(html)?.[1] ?? "")));
  return new Response(html, { headers });
}

const ENTITIES: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&#39;": "'" };

function plain(escaped: string): string {
  return escaped.replace(/&(amp|lt|gt|quot|#x27|#39);/g, (entity) => ENTITIES[entity] ?? entity).trim();
}
