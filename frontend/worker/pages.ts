// Pages: from the network, and from what was kept when it fails or is too slow.
import { belongTo, dated, FILES, FRAGMENTS, KEEP, owner, PAGES, PERSON, SEEN, TO_KEEP } from "../lib/kept";
import { type FetchEvent, known } from "./scope";

const PATIENCE_MS = 4000;
const MOST_PAGES = 40;
const MOST_FRAGMENTS = 120;
const OLDEST_MS = 30 * 24 * 3_600_000;
const AGAIN_MS = 60_000;
const askedAgain = new Map<string, number>();

function keyOf(request: Request): string {
  return request.url.split("#")[0] ?? request.url;
}

/** Answer a visit: the page, or the last one seen there, or what can be read without a network. */
export async function visit(event: FetchEvent): Promise<Response> {
  const key = keyOf(event.request);
  const kept = await keptAt(key);
  const fresh = fromNetwork(event, key);
  if (!kept) return fresh.catch(() => offlinePage());
  let timer = 0;
  const isSlow = new Promise<"slow">((resolve) => {
    timer = setTimeout(() => resolve("slow"), PATIENCE_MS) as unknown as number;
  });
  try {
    const first = await Promise.race([fresh, isSlow]);
    if (first !== "slow") return first;
    event.waitUntil(fresh.catch(() => undefined));
    return await marked(kept, "slow");
  } catch {
    return await marked(kept, "offline");
  } finally {
    clearTimeout(timer);
  }
}

async function fromNetwork(event: FetchEvent, key: string): Promise<Response> {
  const response = (await event.preloadResponse) ?? (await fetch(event.request));
  await noteWhose(response);
  const copy = response.headers.get(KEEP) === "yes" ? response.clone() : null; // a large file isn't held twice
  event.waitUntil((copy ? store(PAGES, key, copy, MOST_PAGES) : dropOrKeepPart(key, response)).catch(() => undefined));
  return response;
}

/** Wipe what another person left, or the same one whom the server no longer knows. */
export async function noteWhose(response: Response): Promise<void> {
  const person = response.headers.get(PERSON);
  if (person) await belongTo(person);
}

async function keptAt(key: string): Promise<Response | undefined> {
  const pages = await caches.open(PAGES);
  const page = await pages.match(key);
  const isOld = Date.now() - Date.parse(page?.headers.get(SEEN) ?? "") > OLDEST_MS;
  if (isOld) await pages.delete(key);
  return (isOld ? undefined : page) ?? (await caches.open(FILES)).match(key);
}

async function dropOrKeepPart(key: string, response: Response): Promise<void> {
  if (response.type === "opaqueredirect") return;
  const says = response.headers.get(KEEP);
  if (says === "part" && (await keepPart(key))) return;
  if (says !== null || response.status === 404) await (await caches.open(PAGES)).delete(key);
  if ([403, 404, 410].includes(response.status)) await (await caches.open(FILES)).delete(key);
}

/** Keep the page as it is without what is restricted; false when it can't be shown so. */
async function keepPart(key: string): Promise<boolean> {
  if (Date.now() - (askedAgain.get(key) ?? 0) < AGAIN_MS) return true;
  askedAgain.set(key, Date.now());
  const response = await fetch(key, { headers: { [TO_KEEP]: "1" } });
  if (response.redirected || response.headers.get(KEEP) !== "yes") return false;
  await store(PAGES, key, response, MOST_PAGES);
  return true;
}

async function store(name: string, key: string, response: Response, most: number): Promise<void> {
  if (response.headers.get(PERSON) !== (await owner())) return;
  const cache = await caches.open(name);
  const page = await dated(response);
  await cache.delete(key);
  await cache.put(key, page);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((old) => cache.delete(old)));
}

/** Return a kept page that knows when it was seen, and why it shows. */
async function marked(kept: Response, why: "offline" | "slow"): Promise<Response> {
  if (!kept.headers.get("Content-Type")?.startsWith("text/html")) return kept;
  const seen = kept.headers.get(SEEN) ?? "";
  const html = await kept.text();
  const note = `<head>\n<meta name="parvis-seen" content="${seen}" data-why="${why}">`;
  return new Response(html.replace("<head>", note), { headers: kept.headers });
}

async function offlinePage(): Promise<Response> {
  const page = await caches.match(known.offline);
  return page ?? new Response(null, { status: 503, statusText: "offline" });
}

/** Answer htmx: the fragments that come with a page are kept like the page. */
export async function fragment(event: FetchEvent): Promise<Response> {
  const key = keyOf(event.request);
  try {
    const response = await fetch(event.request);
    await noteWhose(response);
    const isKept = response.headers.get(KEEP) === "yes";
    if (isKept) event.waitUntil(store(FRAGMENTS, key, response.clone(), MOST_FRAGMENTS));
    else if (response.headers.has(KEEP)) event.waitUntil(caches.open(FRAGMENTS).then((cache) => cache.delete(key)));
    return response;
  } catch (error) {
    const kept = await (await caches.open(FRAGMENTS)).match(key);
    if (kept) return kept;
    throw error;
  }
}

/** Send a form; when the network fails, the page stays as it is, with what was typed. */
export async function send(event: FetchEvent, tell: (clientId: string) => Promise<void>): Promise<Response> {
  try {
    return await fetch(event.request);
  } catch {
    await tell(event.clientId);
    return new Response(null, { status: 204 });
  }
}
