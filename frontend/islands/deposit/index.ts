// <parvis-deposit>: says how far a deposit is on its way. Without it the form is sent all the same.
import { define, Island } from "../../lib/element";

class Deposit extends Island {
  protected start(signal: AbortSignal): void {
    const form = this.need<HTMLFormElement>("form");
    form.addEventListener("submit", (event) => this.#send(event, form), { signal });
  }

  #send(event: SubmitEvent, form: HTMLFormElement): void {
    event.preventDefault();
    const button = this.need<HTMLButtonElement>("button.btn-primary");
    const progress = this.need<HTMLElement>("[data-progress]");
    const said = this.need<HTMLElement>("[data-said]");
    const failed = this.need<HTMLElement>("[data-failed]");
    const request = new XMLHttpRequest();
    button.disabled = true;
    progress.hidden = false;
    failed.hidden = true;
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const percent = total ? Math.floor((loaded * 100) / total) : 0;
      this.need<HTMLProgressElement>("progress").value = percent;
      said.textContent = (said.dataset["text"] ?? "").replace("{percent}", String(percent));
    });
    request.addEventListener("load", () => this.#show(request));
    request.addEventListener("error", () => {
      button.disabled = false;
      progress.hidden = true;
      failed.hidden = false;
    });
    request.open("POST", form.action || location.href);
    request.send(new FormData(form));
  }

  /** Go to the receipt, or show the page that says what is wrong, with what was typed. */
  #show(request: XMLHttpRequest): void {
    if (request.status < 400 && request.responseURL !== location.href) {
      location.assign(request.responseURL);
      return;
    }
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = answer.querySelector("main");
    const here = document.querySelector("main");
    if (main && here) here.replaceWith(document.importNode(main, true));
    document.querySelector<HTMLElement>(".field-error:not([hidden])")?.scrollIntoView({ block: "center" });
  }
}

define("parvis-deposit", Deposit);
