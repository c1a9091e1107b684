// Draws the icons of frontend/icons.json (our name → Lucide's) into one sprite, icons.svg.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";

import type { Plugin } from "vite";

const folder = resolve(
  dirname(createRequire(import.meta.url).resolve("lucide-static/package.json")),
  "icons",
);
const list = resolve(import.meta.dirname, "../icons.json");

function symbol(name: string, source: string): string {
  const svg = readFileSync(resolve(folder, `${source}.svg`), "utf8");
  const body = svg.replace(/<!--.*?-->/gs, "").replace(/^.*?<svg.*?>|<\/svg>\s*$/gs, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${body.replace(/\s+/g, " ").replace(/> </g, "><").trim()}</symbol>`;
}

export function iconSprite(): Plugin {
  return {
    name: "icon-sprite",
    generateBundle() {
      const icons = JSON.parse(readFileSync(list, "utf8")) as Record<string, string>;
      const symbols = Object.entries(icons).map(([name, source]) => symbol(name, source));
      this.emitFile({
        type: "asset",
        fileName: "icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`,
      });
    },
  };
}
