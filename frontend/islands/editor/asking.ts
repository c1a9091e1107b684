// One question with one line to answer, in a dialog of the page.
export class Asker {
  readonly dialog = document.createElement("dialog");
  readonly #label = document.createElement("label");
  readonly #input = document.createElement("input");

  constructor(ok: string, cancel: string) {
    this.dialog.className = "dialog";
    const form = document.createElement("div");
    form.className = "dialog-body";
    this.#label.className = "field-label";
    this.#label.htmlFor = this.#input.id = "editor-answer";
    this.#input.className = "input";
    this.#input.autocomplete = "off";
    const actions = document.createElement("div");
    actions.className = "form-actions";
    actions.append(this.#button(ok, "yes", "btn btn-primary"), this.#button(cancel, "", "btn"));
    form.append(this.#label, this.#input, actions);
    this.dialog.append(form);
    this.#input.addEventListener("input", (event) => event.stopPropagation()); // it is not the form's
    this.#input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.dialog.close("yes");
    });
  }

  #button(text: string, value: string, look: string): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = look;
    button.textContent = text;
    button.addEventListener("click", () => this.dialog.close(value));
    return button;
  }

  /** Resolve to what was typed, null when the question was put away. */
  ask(question: string, present: string): Promise<string | null> {
    this.#label.textContent = question;
    this.#input.value = present;
    this.dialog.returnValue = "";
    this.dialog.showModal();
    this.#input.select();
    return new Promise((resolve) => {
      const answer = () => resolve(this.dialog.returnValue === "yes" ? this.#input.value : null);
      this.dialog.addEventListener("close", answer, { once: true });
    });
  }
}
