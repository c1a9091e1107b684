// <parvis-editor>: turns the Markdown field of a form into a page where one writes as one reads. The field
// stays what is sent, so that the form works without JavaScript. A draft saves itself as one writes.
import { Editor } from "@tiptap/core";
import Image from "@tiptap/extension-image";
import { Markdown } from "@tiptap/markdown";
import StarterKit from "@tiptap/starter-kit";

import { csrfHeaders, define, Island } from "../../lib/element";
import { Asker } from "./asking";
import { toolbar, type Tool } from "./toolbar";

const SAVE_AFTER_MS = 1500;
const SAFE = /^(https?:|mailto:|tel:|\/)/i;

interface Saved {
  version: number;
  edit: string;
  autosave: string;
  pictures: string;
}

class PostEditor extends Island {
  #editor: Editor | null = null;
  #source!: HTMLTextAreaElement;
  #form!: HTMLFormElement;
  #asker!: Asker;
  #timer = 0;
  #saving: Promise<void> | null = null;
  #isStale = false;
  #isSending = false;

  protected start(signal: AbortSignal): void {
    this.#source = this.need("[data-source]");
    const form = this.closest("form");
    if (!form) throw new Error("<parvis-editor> stands in a form");
    this.#form = form;
    this.#asker = new Asker(this.#words("ok"), this.#words("cancel"));
    this.append(this.#asker.dialog);
    const page = document.createElement("div");
    this.#source.before(page);
    this.#editor = this.#make(page);
    this.#editor.on("update", () => this.#changed());
    page.prepend(toolbar(this.#editor, this.#tools(), this.#words("labelTools")));
    this.#hidePlain();
    form.querySelector("[name=title]")?.addEventListener("input", () => this.#later(), { signal });
    form.addEventListener("submit", () => this.#sending(), { signal });
    form.querySelector("label[for=body]")?.addEventListener("click", () => this.#editor?.commands.focus(), { signal });
  }

  protected override stop(): void {
    window.clearTimeout(this.#timer);
    this.#editor?.destroy();
    this.#editor = null;
  }

  #words(key: string): string {
    return this.dataset[key] ?? "";
  }

  #make(element: HTMLElement): Editor {
    const label = this.#words("labelText");
    return new Editor({
      element,
      injectCSS: false, // the policy of the page refuses added styles: posts.css has them
      extensions: [
        StarterKit.configure({
          heading: { levels: [2, 3] },
          underline: false, // Markdown has no sign for it
          link: { openOnClick: false, protocols: ["http", "https", "mailto", "tel"] },
        }),
        Image.configure({ inline: true, allowBase64: false }),
        Markdown,
      ],
      content: this.#source.value,
      contentType: "markdown",
      editorProps: {
        attributes: { class: "editor-page prose post-body", role: "textbox", "aria-multiline": "true", "aria-label": label },
        handlePaste: (_view, event) => this.#take(event.clipboardData),
        handleDrop: (_view, event) => this.#take(event instanceof DragEvent ? event.dataTransfer : null),
      },
    });
  }

  #hidePlain(): void {
    this.#source.hidden = true;
    for (const plain of this.querySelectorAll<HTMLElement>("[data-plain-help], [data-plain-pictures]")) plain.hidden = true;
  }

  #tools(): Tool[] {
    const on = (editor: Editor) => editor.chain().focus();
    const tool = (label: string, sign: string, run: (editor: Editor) => void, active?: (editor: Editor) => boolean): Tool => ({
      label: this.#words(`label${label}`), sign, run, ...(active ? { active } : {}),
    });
    return [
      tool("Bold", "bold", (e) => on(e).toggleBold().run(), (e) => e.isActive("bold")),
      tool("Italic", "italic", (e) => on(e).toggleItalic().run(), (e) => e.isActive("italic")),
      tool("Strike", "strike", (e) => on(e).toggleStrike().run(), (e) => e.isActive("strike")),
      tool("Heading", "heading", (e) => on(e).toggleHeading({ level: 2 }).run(), (e) => e.isActive("heading", { level: 2 })),
      tool("Subheading", "subheading", (e) => on(e).toggleHeading({ level: 3 }).run(), (e) => e.isActive("heading", { level: 3 })),
      tool("Bullets", "list", (e) => on(e).toggleBulletList().run(), (e) => e.isActive("bulletList")),
      tool("Numbers", "list-numbers", (e) => on(e).toggleOrderedList().run(), (e) => e.isActive("orderedList")),
      tool("Quote", "quote", (e) => on(e).toggleBlockquote().run(), (e) => e.isActive("blockquote")),
      tool("Rule", "rule", (e) => on(e).setHorizontalRule().run()),
      tool("Link", "link", (e) => void this.#link(e), (e) => e.isActive("link")),
      tool("Picture", "image", () => this.#choosePicture()),
      tool("Undo", "take-back", (e) => on(e).undo().run()),
      tool("Redo", "pass-on", (e) => on(e).redo().run()),
    ];
  }

  async #link(editor: Editor): Promise<void> {
    const present: unknown = editor.getAttributes("link")["href"];
    const typed = await this.#asker.ask(this.#words("askLink"), typeof present === "string" ? present : "");
    if (typed === null) return;
    const chain = editor.chain().focus().extendMarkRange("link");
    const text = typed.trim();
    if (!text) chain.unsetLink().run();
    else {
      const href = SAFE.test(text) ? text : text.includes("@") ? `mailto:${text}` : `https://${text}`;
      if (editor.state.selection.empty && !editor.isActive("link")) {
        chain.insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href } }] }).run();
      } else chain.setLink({ href }).run();
    }
  }

  #choosePicture(): void {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = "image/*";
    input.multiple = true;
    input.addEventListener("change", () => void this.#addPictures([...(input.files ?? [])]));
    input.click();
  }

  #take(data: DataTransfer | null): boolean {
    const pictures = [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (!pictures.length) return false;
    void this.#addPictures(pictures);
    return true;
  }

  async #addPictures(files: File[]): Promise<void> {
    if (!this.dataset["pictures"]) await this.#save(); // a picture needs its post
    for (const file of files) {
      const url = this.dataset["pictures"];
      if (!url) return;
      const words = await this.#asker.ask(this.#words("askWords"), "");
      if (words === null) continue;
      this.#say(this.#words("saving"));
      const sent = new FormData();
      sent.append("picture", file);
      const answer = await this.#post(url, sent);
      if (!answer?.ok) {
        this.#say(await this.#refusal(answer));
        continue;
      }
      const picture = (await answer.json()) as { url: string };
      this.#editor?.chain().focus().setImage({ src: picture.url, alt: words.replace(/[[\]\\]/g, " ").trim() }).run();
      this.#say("");
    }
  }

  #post(url: string, body: FormData): Promise<Response | null> {
    const headers = { ...csrfHeaders(), Accept: "application/json" };
    return fetch(url, { method: "POST", body, headers }).catch(() => null);
  }

  async #refusal(answer: Response | null): Promise<string> {
    if (!answer) return this.#words("unsaved");
    const problem = (await answer.json().catch(() => ({}))) as { detail?: string; errors?: Record<string, string[]> };
    return Object.values(problem.errors ?? {}).flat()[0] ?? problem.detail ?? this.#words("unsaved");
  }

  #say(text: string): void {
    this.need("[data-state]").textContent = text;
  }

  #changed(): void {
    if (!this.#editor) return;
    this.#source.value = this.#editor.getMarkdown();
    this.#form.setAttribute("data-dirty", "");
    this.#later();
  }

  #later(): void {
    if (!this.dataset["autosave"] || this.#isStale || this.#isSending) return;
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#save(), SAVE_AFTER_MS);
  }

  async #save(): Promise<void> {
    await this.#saving;
    if (this.#isStale || this.#isSending) return;
    this.#saving = this.#saveNow();
    await this.#saving;
    this.#saving = null;
  }

  async #saveNow(): Promise<void> {
    const url = this.dataset["autosave"];
    if (!url) return;
    const written = new FormData();
    for (const name of ["title", "body", "version"]) written.append(name, this.#field(name).value);
    this.#say(this.#words("saving"));
    const answer = await this.#post(url, written);
    if (answer?.ok) this.#keep((await answer.json()) as Saved, String(written.get("body")));
    else if (answer?.status === 412) {
      this.#isStale = true;
      this.#say(this.#words("conflict"));
    } else this.#say(await this.#refusal(answer));
  }

  #field(name: string): HTMLInputElement | HTMLTextAreaElement {
    return this.#form.elements.namedItem(name) as HTMLInputElement | HTMLTextAreaElement;
  }

  #keep(saved: Saved, body: string): void {
    this.#field("version").value = String(saved.version);
    this.dataset["autosave"] = saved.autosave;
    this.dataset["pictures"] = saved.pictures;
    if (this.#form.getAttribute("action") !== saved.edit) {
      this.#form.setAttribute("action", saved.edit); // .action is the button of that name
      window.history.replaceState(null, "", saved.edit);
    }
    if (this.#source.value === body) this.#form.removeAttribute("data-dirty");
    this.#say(this.#words("saved"));
  }

  #sending(): void {
    this.#isSending = true;
    window.clearTimeout(this.#timer);
    if (this.#editor) this.#source.value = this.#editor.getMarkdown();
  }
}

define("parvis-editor", PostEditor);
