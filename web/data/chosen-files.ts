import type { ImportFile } from '../../worker/protocol/datasets.ts';

/** Files of a picker, each with its path in the folder that was picked. */
export function pickedFiles(list: FileList | null): ImportFile[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** Files that were dropped, those of dropped folders with their paths. */
export async function droppedFiles(transfer: DataTransfer): Promise<ImportFile[]> {
  // The entries are gone once this task ends: they are all asked for first.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const plain = pickedFiles(transfer.files);
  if (entries.every((entry) => entry === null || entry.isFile)) return plain;
  const found: ImportFile[] = [];
  for (const entry of entries) if (entry) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, into: ImportFile[]): Promise<void> {
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    into.push({ path, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A folder gives its entries a hundred at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const inner of some) await collect(inner, into);
  }
}

/** What a set of files is called until the person says otherwise: their folder, or the only file without its ending. */
export function titleOf(files: readonly ImportFile[]): string {
  const [first] = files;
  if (!first) return '';
  const [folder] = first.path.split('/');
  if (first.path.includes('/') && folder) return folder;
  const name = first.path.replace(/\.(gz|zip|npz|npy|csv|tsv|txt|bin)$/i, '').replace(/\.[a-z]{3,4}$/i, '');
  return name.replace(/-(idx\d-ubyte)$/, '') || first.path;
}
