// Keys: "/" and Ctrl K to search, "g h" and the like for [data-shortcut], "?" lists them and turns them off.
const STORED_AS = "parvis-shortcuts";
const SEQUENCE_MS = 1200;
let pending = "";
let pendingSince = 0;

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"))
  );
}

function isOff(): boolean {
  return window.localStorage.getItem(STORED_AS) === "off";
}

function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>("[data-main-search]");
  if (!field || field.offsetParent === null) return false;
  field.focus();
  field.select();
  return true;
}

function isShowing(element: HTMLElement): boolean {
  return element.offsetParent !== null || element.closest(".topbar") !== null;
}

function press(keys: string): boolean {
  const all = document.querySelectorAll<HTMLElement>(`[data-shortcut="${CSS.escape(keys)}"]`);
  const target = [...all].find(isShowing);
  target?.click();
  return target !== undefined;
}

function onKey(event: KeyboardEvent): void {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    if (focusSearch()) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    document.querySelector<HTMLDialogElement>("#shortcuts")?.showModal();
    return;
  }
  if (isOff()) return;
  if (event.key === "/" && focusSearch()) {
    event.preventDefault();
    return;
  }
  const isSequence = pending && event.timeStamp - pendingSince < SEQUENCE_MS;
  const keys = isSequence ? `${pending} ${event.key}` : event.key;
  pending = "";
  if (press(keys)) event.preventDefault();
  else if (event.key.length === 1) [pending, pendingSince] = [event.key, event.timeStamp];
}

export function watchShortcuts(): void {
  document.addEventListener("keydown", onKey);
  const toggle = document.querySelector<HTMLInputElement>("#shortcuts-on");
  if (!toggle) return;
  toggle.checked = !isOff();
  toggle.addEventListener("change", () => {
    window.localStorage.setItem(STORED_AS, toggle.checked ? "on" : "off");
  });
}
