/** Return a translated sentence that the server wrote in a data-text-* attribute of <body>. */
export function text(name: string): string {
  return document.body.dataset[`text${name}`] ?? "";
}
