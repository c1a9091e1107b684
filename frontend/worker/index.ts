// The service worker: what was seen stays readable without a network, and belongs to one person.
// Privacy first: see docs/adr/0017. The server writes `self.PARVIS` before this program.
import { ASSETS, FILES, FRAGMENTS, PAGES, refreshFiles, SHARED, wipe } from "../lib/kept";
import { fragment, send, visit } from "./pages";
import { type FetchEvent, known, worker } from "./scope";

const SHELL = `parvis-shell-${known.version}`;
const OURS = new Set([SHELL, ASSETS, PAGES, FRAGMENTS, FILES, SHARED, "parvis-owner"]);
const MOST_ASSETS = 250;
const REFRESH_MS = 5 * 60_000;
const STATIC = new Set(["style", "script", "font", "image", "manifest"]);

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => answer(event));

async function install(): Promise<void> {
  await Promise.all(known.assets.map((url) => (isVersioned(url) ? asset(new Request(url)) : undefined)));
  const page = await fetch(known.offline, { credentials: "omit", cache: "reload" });
  if (!page.ok) throw new Error(`${known.offline}: ${page.status}`);
  await (await caches.open(SHELL)).put(known.offline, page);
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("parvis-") && !OURS.has(name)).map((name) => caches.delete(name)));
  await worker.registration.navigationPreload?.enable();
  await worker.clients.claim();
}

function answer(event: FetchEvent): void {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "GET") event.respondWith(visit(event));
    else if (url.pathname === known.signOut) event.waitUntil(wipe());
    else if (isSmallForm(request)) event.respondWith(send(event, tellUnsent));
    if (request.method === "GET") event.waitUntil(refreshFiles(known.state, REFRESH_MS).catch(() => undefined));
  } else if (request.method === "GET" && request.headers.has("HX-Request")) event.respondWith(fragment(event));
  else if (request.method === "GET" && STATIC.has(request.destination)) event.respondWith(asset(request));
}

function isSmallForm(request: Request): boolean {
  return request.headers.get("Content-Type")?.startsWith("application/x-www-form-urlencoded") ?? false;
}

async function tellUnsent(clientId: string): Promise<void> {
  const page = await worker.clients.get(clientId);
  page?.postMessage({ type: "unsent" });
}

/** Tell whether an address changes with what is there: Django's hash, or that of Vite in a chunk. */
function isVersioned(url: string): boolean {
  return /\.[0-9a-f]{12}\.\w+$|\/chunks\/[^/]+-[\w-]{8}\./.test(new URL(url, location.origin).pathname);
}

/** Answer with an asset: what never changes at its address is kept, a kept file's pictures serve offline. */
async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(ASSETS);
  const kept = await cache.match(request);
  if (kept) return kept;
  try {
    const response = await fetch(request);
    const rule = response.headers.get("Cache-Control") ?? "";
    const isForEver = rule.includes("public") && (rule.includes("immutable") || isVersioned(request.url));
    if (response.ok && isForEver) {
      await cache.put(request, response.clone());
      const keys = await cache.keys();
      await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST_ASSETS)).map((old) => cache.delete(old)));
    }
    return response;
  } catch (error) {
    const file = await (await caches.open(FILES)).match(request);
    if (file) return file;
    throw error;
  }
}
