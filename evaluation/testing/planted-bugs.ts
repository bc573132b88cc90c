import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** A change of source text that makes the code wrong in a way in which such code has been wrong. */
export interface Bug {
  /** Occurs once in the source. */
  readonly replace: string;
  readonly by: string;
}

/** Not tracked, and not below node_modules, whose TypeScript would not be compiled. */
const folder = new URL('../../.cache/planted/', import.meta.url);

/** Milliseconds for one check: some train or sample, and machines are busy. */
const timeout = 30_000;

/**
 * Tests that a check of a module passes, and that it fails for the same module with each of the bugs planted in its
 * source: a known answer that is met by wrong code too shows nothing.
 *
 * @param source URL of the module's file.
 * @param check throws or rejects when what the module computes is not the known answer.
 * @param bugs by what is wrong with them.
 */
export function knownAnswer<M>(
  title: string,
  source: URL,
  check: (module: M) => void | Promise<void>,
  bugs: Readonly<Record<string, Bug>>,
): void {
  describe(title, { timeout }, () => {
    test('is met', async () => {
      await check((await import(/* @vite-ignore */ source.href)) as M);
    });

    test.each(Object.entries(bugs))('is missed with a bug: %s', async (_, bug) => {
      const planted = await plant<M>(source, bug);
      const failure = await Promise.resolve()
        .then(() => check(planted))
        .catch((error: unknown) => error);
      // Not merely that it broke: it has to give a wrong answer.
      expect(causeOf(failure)).toMatchObject({ name: 'AssertionError' });
    });
  });
}

/** What failed within a property. */
const causeOf = (failure: unknown): unknown => (failure instanceof Error && failure.cause) || failure;

/** The module with a bug in it. @throws Error where the text to replace does not occur exactly once. */
async function plant<M>(source: URL, { replace, by }: Bug): Promise<M> {
  const text = await readFile(source, 'utf8');
  if (text.split(replace).length !== 2) throw new Error(`Not exactly once in ${source.pathname}: ${replace}`);
  const changed = text
    .replace(replace, () => by)
    .replace(
      /(from|import) '(\.[^']*)'/g,
      (_, word: string, path: string) => `${word} '${fileURLToPath(new URL(path, source))}'`,
    );
  const file = new URL(
    `${createHash('sha256')
      .update(source.pathname + changed)
      .digest('hex')
      .slice(0, 16)}.ts`,
    folder,
  );
  await mkdir(folder, { recursive: true });
  await writeFile(file, changed);
  return (await import(/* @vite-ignore */ fileURLToPath(file))) as M;
}
