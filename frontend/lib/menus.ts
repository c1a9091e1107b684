// <details class="menu">: one open at a time, Escape, arrows; without JavaScript it is a plain <details>.
function items(menu: Element): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>(".menu-list :is(a, button):not(:disabled)")];
}

function close(menu: HTMLDetailsElement, withFocus = false): void {
  menu.open = false;
  if (withFocus) menu.querySelector("summary")?.focus();
}

function openMenus(): NodeListOf<HTMLDetailsElement> {
  return document.querySelectorAll<HTMLDetailsElement>("details.menu[open]");
}

function step(list: HTMLElement[], key: string): HTMLElement | undefined {
  const here = list.indexOf(document.activeElement as HTMLElement);
  if (key === "Home") return list[0];
  if (key === "End") return list.at(-1);
  if (key === "ArrowDown") return list[(here + 1) % list.length];
  return list.at(here <= 0 ? -1 : here - 1);
}

function onKey(event: KeyboardEvent): void {
  const menu = event.target instanceof Element ? event.target.closest<HTMLDetailsElement>("details.menu") : null;
  if (!menu) return;
  if (event.key === "Escape" && menu.open) {
    close(menu, true);
    event.preventDefault();
    return;
  }
  if (!["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
  if (event.target instanceof HTMLInputElement) return;
  if (!menu.open && event.key.startsWith("Arrow")) menu.open = true;
  if (!menu.open) return;
  event.preventDefault();
  step(items(menu), event.key)?.focus();
}

/** Turn the list to where there is room. */
function fit(menu: HTMLDetailsElement): void {
  const list = menu.querySelector(".menu-list");
  if (!list) return;
  menu.classList.remove("menu-up");
  const box = list.getBoundingClientRect();
  if (box.left < 0) menu.classList.add("menu-start");
  else if (box.right > window.innerWidth) menu.classList.remove("menu-start");
  const isLow = box.bottom > window.innerHeight && menu.getBoundingClientRect().top > box.height + 80;
  menu.classList.toggle("menu-up", isLow);
}

export function watchMenus(): void {
  document.addEventListener(
    "toggle",
    (event) => {
      const menu = event.target;
      if (menu instanceof HTMLDetailsElement && menu.open && menu.matches(".menu")) fit(menu);
    },
    true,
  );
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) {
      const target = event.target as Node;
      const isChoice = target instanceof Element && target.closest(".menu-list :is(a, button)") !== null;
      if (!menu.contains(target) || isChoice) close(menu);
    }
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target as Node)) close(menu);
  });
}
