// The bar above the text: one stop for Tab, arrows to walk, as the ARIA pattern of toolbars has it.
import type { Editor } from "@tiptap/core";

export interface Tool {
  label: string;
  sign: string;
  run: (editor: Editor) => void;
  active?: (editor: Editor) => boolean;
}

const SVG = "http://www.w3.org/2000/svg";

/** Draw an icon of the sprite that the page already uses. */
function icon(name: string): SVGSVGElement {
  const known = document.querySelector<SVGUseElement>("svg use")?.getAttribute("href") ?? "";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${known.split("#")[0] ?? ""}#${name}`);
  svg.append(use);
  return svg;
}

function button(editor: Editor, tool: Tool): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.title = tool.label;
  made.setAttribute("aria-label", tool.label);
  made.append(icon(tool.sign));
  made.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  made.addEventListener("click", () => tool.run(editor));
  return made;
}

export function toolbar(editor: Editor, tools: Tool[], label: string): HTMLElement {
  const bar = document.createElement("div");
  bar.className = "editor-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", label);
  const buttons = tools.map((tool) => button(editor, tool));
  bar.append(...buttons);
  const stopAt = (index: number): void => buttons.forEach((one, rank) => (one.tabIndex = rank === index ? 0 : -1));
  stopAt(0);
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = (at + step + buttons.length) % buttons.length;
    stopAt(next);
    buttons[next]?.focus();
  });
  editor.on("transaction", () => {
    tools.forEach((tool, index) => {
      if (tool.active) buttons[index]?.setAttribute("aria-pressed", String(tool.active(editor)));
    });
  });
  return bar;
}
