// <parvis-passkey>: a form whose button asks the device for a passkey (WebAuthn), then sends what it gave.
// data-mode: "create" or "get". The options come from data-options (id of a JSON script) or data-options-url.
// Where the browser has no passkeys the element stays hidden.
import { define, Island } from "../../lib/element";

interface Json {
  [name: string]: unknown;
}
interface OptionsJson {
  challenge: string;
  user?: Json & { id: string };
  excludeCredentials?: (Json & { id: string })[];
  allowCredentials?: (Json & { id: string })[];
  authenticatorSelection?: AuthenticatorSelectionCriteria;
}

function toBuffer(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0)).buffer;
}

function toText(buffer: ArrayBuffer | null | undefined): string | undefined {
  if (!buffer) return undefined;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function withBuffers(options: OptionsJson): Json {
  const unseal = (list?: (Json & { id: string })[]) => list?.map((one) => ({ ...one, id: toBuffer(one.id) }));
  return {
    ...options,
    challenge: toBuffer(options.challenge),
    ...(options.user && { user: { ...options.user, id: toBuffer(options.user.id) } }),
    ...(options.excludeCredentials && { excludeCredentials: unseal(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: unseal(options.allowCredentials) }),
  };
}

function withTexts(credential: PublicKeyCredential): Json {
  const { response } = credential;
  const given: Json = { clientDataJSON: toText(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) {
    given["attestationObject"] = toText(response.attestationObject);
    given["transports"] = response.getTransports?.() ?? [];
  } else if (response instanceof AuthenticatorAssertionResponse) {
    given["authenticatorData"] = toText(response.authenticatorData);
    given["signature"] = toText(response.signature);
    given["userHandle"] = toText(response.userHandle);
  }
  return {
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    response: given,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

class Passkey extends Island {
  protected start(signal: AbortSignal): void {
    if (!window.PublicKeyCredential) return;
    this.hidden = false;
    this.need("[data-passkey]").addEventListener("click", (event) => this.#onClick(event, signal), { signal });
  }

  #onClick(event: Event, signal: AbortSignal): void {
    event.preventDefault();
    const message = this.find<HTMLElement>("[data-passkey-error]");
    if (message) message.hidden = true;
    this.#send(signal).catch(() => {
      if (message) message.hidden = false;
    });
  }

  async #send(signal: AbortSignal): Promise<void> {
    const form = this.need<HTMLFormElement>("form");
    const options = await this.#options(signal);
    const isAlone = this.find<HTMLInputElement>("[data-passkey-alone]")?.checked;
    if (isAlone !== undefined && options.authenticatorSelection) {
      options.authenticatorSelection.residentKey = isAlone ? "required" : "discouraged";
      options.authenticatorSelection.requireResidentKey = isAlone;
      if (isAlone) options.authenticatorSelection.userVerification = "required";
    }
    const publicKey = withBuffers(options);
    const given =
      this.dataset["mode"] === "create"
        ? await navigator.credentials.create({ publicKey: publicKey as unknown as PublicKeyCredentialCreationOptions })
        : await navigator.credentials.get({ publicKey: publicKey as unknown as PublicKeyCredentialRequestOptions });
    this.need<HTMLInputElement>("[name=credential]").value = JSON.stringify(withTexts(given as PublicKeyCredential));
    form.submit();
  }

  async #options(signal: AbortSignal): Promise<OptionsJson> {
    const url = this.dataset["optionsUrl"];
    const found: Json = url
      ? await (await fetch(url, { headers: { Accept: "application/json" }, signal })).json()
      : JSON.parse(document.getElementById(this.dataset["options"] ?? "")?.textContent ?? "{}");
    const wrapped = (found["request_options"] ?? found["creation_options"]) as { publicKey: OptionsJson };
    return structuredClone(wrapped.publicKey);
  }
}

define("parvis-passkey", Passkey);
