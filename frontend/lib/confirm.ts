// The confirmation dialog, in place of window.confirm: hx-confirm, or data-confirm on a button, link or form.
interface Question {
  title: string;
  detail: string;
  verb: string;
  isDangerous: boolean;
}

const confirmed = new WeakSet<Element>();

function read(element: HTMLElement, question?: string): Question {
  const { confirm, confirmDetail, confirmVerb, confirmDanger } = element.dataset;
  return {
    title: question ?? confirm ?? "",
    detail: confirmDetail ?? "",
    verb: confirmVerb ?? "",
    isDangerous: confirmDanger !== undefined,
  };
}

/** Ask in the page; resolves to whether the person agreed. */
export function ask({ title, detail, verb, isDangerous }: Question): Promise<boolean> {
  const dialog = document.querySelector<HTMLDialogElement>("#confirm");
  const button = dialog?.querySelector<HTMLButtonElement>("[data-confirm-yes]");
  if (!dialog || !button) return Promise.resolve(window.confirm(title));
  const [heading, body] = [dialog.querySelector("h2"), dialog.querySelector<HTMLElement>("[data-confirm-text]")];
  if (heading) heading.textContent = title;
  if (body) {
    body.textContent = detail;
    body.hidden = !detail;
  }
  button.textContent = verb || button.dataset["default"] || "";
  button.classList.toggle("btn-error", isDangerous);
  button.classList.toggle("btn-primary", !isDangerous);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

async function hold(event: Event, element: HTMLElement, go: () => void): Promise<void> {
  if (confirmed.delete(element)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await ask(read(element)))) return;
  confirmed.add(element);
  go();
  confirmed.delete(element);
}

export function watchConfirm(): void {
  document.addEventListener("htmx:confirm", (event) => {
    const { ctx, issueRequest, dropRequest } = event.detail as unknown as {
      ctx: { confirm?: string; sourceElement: HTMLElement };
      issueRequest: () => void;
      dropRequest: () => void;
    };
    event.preventDefault();
    void ask(read(ctx.sourceElement, ctx.confirm)).then((agreed) => (agreed ? issueRequest() : dropRequest()));
  });
  document.addEventListener(
    "click",
    (event) => {
      const element = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-confirm]:not(form)") : null;
      if (element) void hold(event, element, () => element.click());
    },
    true,
  );
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || form.dataset["confirm"] === undefined) return;
      const { submitter } = event;
      void hold(event, form, () => form.requestSubmit(submitter));
    },
    true,
  );
}
