/** An island: a custom element that enhances the HTML it contains; its listeners end with it. */
export abstract class Island extends HTMLElement {
  #ending: AbortController | null = null;

  /** Set up; pass `signal` to every addEventListener and fetch. */
  protected abstract start(signal: AbortSignal): void;

  protected stop(): void {}

  connectedCallback(): void {
    this.#ending = new AbortController();
    const { signal } = this.#ending;
    queueMicrotask(() => {
      if (!signal.aborted) this.start(signal);
    });
  }

  disconnectedCallback(): void {
    this.#ending?.abort();
    this.#ending = null;
    this.stop();
  }

  protected find<T extends Element>(selector: string): T | null {
    return this.querySelector<T>(selector);
  }

  /** Return the element that the server must have rendered. */
  protected need<T extends Element>(selector: string): T {
    const found = this.querySelector<T>(selector);
    if (!found) throw new Error(`<${this.localName}> needs ${selector}`);
    return found;
  }
}

/** Define a custom element once, even when its island is loaded twice. */
export function define(name: string, island: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, island);
}

/** Return the headers that Django wants on requests which change something. */
export function csrfHeaders(): Record<string, string> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  return token ? { "X-CSRFToken": token } : {};
}

/** Call `react` for the closest element that matches, wherever it is or will be in the page. */
export function delegate<K extends keyof DocumentEventMap>(
  type: K,
  selector: string,
  react: (element: HTMLElement, event: DocumentEventMap[K]) => void,
  options?: AddEventListenerOptions,
): void {
  document.addEventListener(
    type,
    (event) => {
      const element =
        event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
      if (element) react(element, event);
    },
    options,
  );
}
