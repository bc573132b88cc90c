import { zipSync, type Zippable } from 'fflate';
import { version as appVersion } from '../../package.json';
import { canonical } from '../../core/spec/canonical.ts';
import type { RunEdit } from '../../core/spec/edits.ts';
import { specAt, withEdit } from '../../core/spec/edits.ts';
import { identityOf } from '../../core/spec/identity.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { sha256 } from '../../core/training/digest.ts';
import { readStateFile, writeStateFile } from '../../core/training/state-file.ts';
import { LabError } from '../protocol/errors.ts';
import type { MetricPoint, RunRecord } from '../protocol/records.ts';
import { invalidArchive } from './archive-error.ts';
import type { ArchiveParts } from './archive-parts.ts';
import {
  archiveFormat,
  archiveVersion,
  frameIndexSchema,
  manifestSchema,
  pointSchema,
  runSchema,
} from './archive-schema.ts';
import { packFrames, unpackFrames } from './frame-files.ts';
import { conform, decodeText, parseJson, toJson } from './json-text.ts';
import { archiveLimits, readZip, type ZipEntry } from './zip-reader.ts';

const names = {
  manifest: 'manifest.json',
  spec: 'spec.json',
  run: 'run.json',
  checkpoint: 'checkpoint.safetensors',
  metrics: 'metrics.jsonl',
  frames: 'frames/index.json',
} as const;

/** Entries whose contents don't get smaller by compressing them again. */
const incompressible = /\.(png|safetensors)$/;
const maxManifestBytes = 2 ** 20;

/**
 * A run as one file, a zip archive named `*.latentlab`: its spec in canonical form, its name and times, its last
 * checkpoint with optimiser slots as safetensors, its curves as JSON lines, its frames as PNG, and a manifest with the
 * SHA-256 of every entry.
 */
export async function exportRun({ run, checkpoint, points, frames }: ArchiveParts): Promise<Blob> {
  const { spec, identity, deletedAt: _, study: __, ...about } = run;
  const step = checkpoint?.step ?? 0;
  const text = (value: string) => new TextEncoder().encode(value);
  const { index, files } = packFrames(frames);
  const entries = new Map<string, Uint8Array<ArrayBuffer>>([
    [names.spec, text(canonical(spec))],
    [names.run, text(`${toJson({ ...about, step }, 2)}\n`)],
    [names.metrics, text(points.map((point) => `${toJson(point)}\n`).join(''))],
    [names.frames, text(`${toJson(index)}\n`)],
    ...files,
  ]);
  if (checkpoint) {
    entries.set(names.checkpoint, await writeStateFile(checkpoint.tensors, { identity, step: String(step) }));
  }
  const digests = await Promise.all(
    Array.from(entries, async ([name, bytes]) => [name, { bytes: bytes.length, sha256: await sha256(bytes) }] as const),
  );
  const manifest = {
    format: archiveFormat,
    version: archiveVersion,
    app: appVersion,
    identity,
    entries: Object.fromEntries(digests),
  };
  const zip: Zippable = { [names.manifest]: text(`${toJson(manifest, 2)}\n`) };
  for (const [name, bytes] of entries) zip[name] = [bytes, { level: incompressible.test(name) ? 0 : 6 }];
  return new Blob([zipSync(zip)], { type: 'application/zip' });
}

/**
 * Reads a run archive, and believes none of it unchecked: every entry must be listed, of the listed size and digest,
 * and well-formed. Nothing is stored: what comes back is whole, or nothing does.
 * @param check validates and migrates the spec.
 * @throws LabError `invalid-archive`, naming the entry and the fault; `newer-version` for what a newer app wrote.
 */
export async function importRun(
  archive: Blob | Uint8Array<ArrayBuffer>,
  check: (input: unknown) => RunSpec,
): Promise<ArchiveParts> {
  const zip = readZip(await bytesOf(archive));
  const manifest = readManifest(zip);
  const entries = await readEntries(zip, manifest.entries);
  const textOf = (name: string) => decodeText(name, entryOf(entries, name));
  const written = parseJson(names.spec, textOf(names.spec));
  const { edits: made = [], ...about } = conform(names.run, runSchema, parseJson(names.run, textOf(names.run)));
  await requireIdentity(manifest.identity, written, made);
  const spec = inArchive(names.spec, () => check(written));
  const edits = inArchive(names.run, () => readEdits(spec, made as readonly RunEdit[], check));
  const run: RunRecord = { ...about, edits, spec, identity: await identityOf(spec, edits) };
  const index = conform(names.frames, frameIndexSchema, parseJson(names.frames, textOf(names.frames)));
  const tensors = await readTensors(entries, about.step, manifest.identity);
  return {
    run,
    ...(tensors && { checkpoint: { spec: specAt(spec, edits, about.step), step: about.step, tensors } }),
    points: readPoints(textOf(names.metrics)),
    frames: unpackFrames(index, entries).sort((a, b) => a.step - b.step),
  };
}

async function bytesOf(archive: Blob | Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  if (archive instanceof Uint8Array) return archive;
  if (archive.size > archiveLimits.totalBytes) throw invalidArchive('the file', 'is larger than 1 GiB');
  return new Uint8Array(await archive.arrayBuffer());
}

function readManifest(zip: ReadonlyMap<string, ZipEntry>) {
  const entry = zip.get(names.manifest);
  if (!entry) throw invalidArchive('the file', `is not a run archive: it has no ${names.manifest}`);
  if (entry.size > maxManifestBytes) throw invalidArchive(names.manifest, 'is too large');
  const manifest = parseJson(names.manifest, decodeText(names.manifest, entry.read()));
  const { format, version } = (manifest ?? {}) as { format?: unknown; version?: unknown };
  if (format !== archiveFormat) throw invalidArchive('the file', 'is an archive of something else than a run');
  if (typeof version === 'number' && version > archiveVersion) {
    throw new LabError('newer-version', 'This archive was written by a newer version of Latent Lab.', {
      path: names.manifest,
      remedy: 'Reload the page to get the newer version, then import the archive again.',
    });
  }
  return conform(names.manifest, manifestSchema, manifest);
}

type Entries = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

async function readEntries(
  zip: ReadonlyMap<string, ZipEntry>,
  listed: Readonly<Record<string, { bytes: number; sha256: string }>>,
): Promise<Entries> {
  for (const name of zip.keys()) {
    if (name !== names.manifest && !Object.hasOwn(listed, name)) throw invalidArchive(name, 'is not in its manifest');
  }
  const entries = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [name, { bytes: size, sha256: digest }] of Object.entries(listed)) {
    const entry = zip.get(name);
    if (!entry) throw invalidArchive(name, 'is missing');
    if (entry.size !== size) throw invalidArchive(name, `has ${entry.size} bytes instead of ${size}`);
    const bytes = entry.read();
    if ((await sha256(bytes)) !== digest) throw invalidArchive(name, 'does not match its digest: it was altered');
    entries.set(name, bytes);
  }
  return entries;
}

function entryOf(entries: Entries, name: string): Uint8Array<ArrayBuffer> {
  const entry = entries.get(name);
  if (!entry) throw invalidArchive(name, 'is missing');
  return entry;
}

async function requireIdentity(identity: string, spec: unknown, edits: readonly unknown[]): Promise<void> {
  // As they were written: a newer app may bring them forward, which makes others of them.
  const own = await identityOf(spec as RunSpec, edits as readonly RunEdit[]).catch(() => undefined);
  if (own !== identity) throw invalidArchive(names.spec, "is not the spec of the run's identity");
}

/** Edits in the form that they have when made here. */
function readEdits(spec: RunSpec, edits: readonly RunEdit[], check: (input: unknown) => RunSpec): readonly RunEdit[] {
  return edits.reduce<readonly RunEdit[]>((all, edit, index) => {
    if (index > 0 && edit.step <= edits[index - 1]!.step) {
      throw invalidArchive(names.run, 'has edits that are not in the order of their steps');
    }
    return withEdit(spec, all, edit, check);
  }, []);
}

/** Runs a check of an entry; what it has against it is a fault of the archive. */
function inArchive<T>(entry: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof LabError) || error.code === 'newer-version' || error.code === 'invalid-archive') throw error;
    throw invalidArchive(entry, `is not valid (${error.message})`, error);
  }
}

async function readTensors(entries: Entries, step: number, identity: string) {
  const bytes = entries.get(names.checkpoint);
  if (!bytes) {
    if (step > 0) throw invalidArchive(names.checkpoint, 'is missing');
    return undefined;
  }
  const { tensors, metadata } = await readStateFile(bytes).catch((cause: unknown) => {
    throw invalidArchive(
      names.checkpoint,
      cause instanceof Error ? `is damaged: ${cause.message}` : 'is damaged',
      cause,
    );
  });
  if (metadata['step'] !== String(step) || metadata['identity'] !== identity) {
    throw invalidArchive(names.checkpoint, 'is of another run or another step');
  }
  for (const [name, { data }] of Object.entries(tensors)) {
    if (!data.every(Number.isFinite)) throw invalidArchive(names.checkpoint, `holds non-finite values in '${name}'`);
  }
  return tensors;
}

function readPoints(text: string): MetricPoint[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line, number) => {
    const where = `line ${number + 1} of ${names.metrics}`;
    return conform(where, pointSchema, parseJson(where, line));
  });
}
