// Three builds: the shell of every page (app.css, app.js, icons.svg), the islands, which share chunks, and the
// service worker, one script by itself.
// Names are stable: Django's manifest storage adds the hashes.
import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";

import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

import { iconSprite } from "./frontend/build/sprite.ts";

const root = import.meta.dirname;
const islandsFolder = resolve(root, "frontend/islands");

function islands(): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const name of readdirSync(islandsFolder)) {
    const entry = resolve(islandsFolder, name, "index.ts");
    if (existsSync(entry)) entries[`islands/${name}`] = entry;
  }
  return entries;
}

export default defineConfig(({ mode }) => {
  const isWorker = mode === "worker";
  const isShell = mode !== "islands" && !isWorker;
  const entries = isWorker ? { worker: resolve(root, "frontend/worker/index.ts") } : islands();
  return {
    root,
    base: "./",
    publicDir: false,
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: isShell ? [tailwindcss(), iconSprite()] : [],
    build: {
      outDir: resolve(root, "src/parvis/kernel/ui/static/parvis/build"),
      emptyOutDir: isShell,
      target: ["es2022", "chrome111", "firefox113", "safari16.4"],
      cssTarget: ["chrome111", "firefox113", "safari16.4"],
      modulePreload: false,
      assetsInlineLimit: 0,
      rollupOptions: {
        checks: { pluginTimings: false },
        input: isShell ? { app: resolve(root, "frontend/app.ts") } : entries,
        output: {
          ...(isWorker ? { format: "iife" as const } : {}),
          entryFileNames: "[name].js",
          chunkFileNames: "chunks/[name]-[hash].js",
          assetFileNames: "[name][extname]",
        },
      },
    },
  };
});
