// What was dropped or chosen, as files with the folders that they lie in.
export interface Entry {
  file: File;
  path: string[];
}

export function keyOf({ file, path }: Entry): string {
  return [...path, file.name].join("/");
}

/** Return the files of an <input>; those of a chosen folder keep their path. */
export function fromInput(input: HTMLInputElement): Entry[] {
  const files = [...(input.files ?? [])];
  return files.map((file) => ({ file, path: file.webkitRelativePath.split("/").slice(0, -1).filter(Boolean) }));
}

export interface Drop {
  entries: Entry[];
  emptyFolders: string[][];
}

/** Return all files of a drop, through every level of its folders, and the folders that hold nothing. */
export async function fromDrop(transfer: DataTransfer): Promise<Drop> {
  const roots = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const loose = [...transfer.files].map((file) => ({ file, path: [] }));
  const found: Drop = { entries: [], emptyFolders: [] };
  for (const root of roots) if (root) await walk(root, [], found);
  return roots.some(Boolean) ? found : { entries: loose, emptyFolders: [] };
}

async function walk(entry: FileSystemEntry, path: string[], found: Drop): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    found.entries.push({ file, path });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (let isEmpty = true; ; isEmpty = false) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0 && isEmpty) found.emptyFolders.push([...path, entry.name]);
    if (batch.length === 0) return;
    for (const child of batch) await walk(child, [...path, entry.name], found);
  }
}
