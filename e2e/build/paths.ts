import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder, with a separator at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The built app. */
export const dist = join(root, 'dist');

/** Time of the last change of the files given and of all files below the folders given, in ms; 0 for none. */
export function newest(paths: readonly string[]): number {
  const files = paths.filter(existsSync).flatMap((path) => (statSync(path).isFile() ? [path] : filesBelow(path)));
  return Math.max(0, ...files.map((file) => statSync(file).mtimeMs));
}

/** Paths of all files below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
