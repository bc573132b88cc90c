import { strToU8, unzipSync, zipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../core/spec/canonical.ts';
import { identityOf } from '../../core/spec/identity.ts';
import type { MetricValue } from '../../evaluation/metric.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { decodeSafetensors } from '../../core/training/safetensors.ts';
import { LabError } from '../protocol/errors.ts';
import type { Frame, RunRecord } from '../protocol/records.ts';
import { aCheckpoint, aFrame, aRun, points, spec } from '../store/store.fixture.ts';
import type { ArchiveParts } from './archive-parts.ts';
import { exportRun, importRun } from './run-archive.ts';

const bytesOf = async (parts: ArchiveParts) => new Uint8Array(await (await exportRun(parts)).arrayBuffer());
/** The tests' spec is the fixture's; anything else is refused as the real check would. */
const check = (input: unknown): RunSpec => {
  if (canonical(input) !== canonical(spec)) throw new LabError('invalid-spec', 'seed: must be a number');
  return input as RunSpec;
};
const read = (bytes: Uint8Array<ArrayBuffer>) => importRun(bytes, check);

const images = (length: number, seed = 0) => Uint8Array.from({ length }, (_, i) => (i * 37 + seed) & 255);
const identity = await identityOf(spec);
const run: RunRecord = aRun('run', {
  name: 'Ring “8” ✓',
  identity,
  step: 40,
  trainedSeconds: 12.5,
  resumes: [17],
  parent: { runId: 'p', step: 3 },
  evaluation: {
    step: 40,
    metrics: [
      {
        id: 'reverse-kl',
        label: 'KL',
        value: Infinity,
        better: 'lower',
        counts: { generated: 10 },
        interval: [0, NaN],
        group: 'density',
        unit: 'nats',
        bounds: { least: 0, most: 100 },
        floor: -Infinity,
        extractor: { id: 'points-identity', sha256: 'a'.repeat(64) },
        note: 'few samples',
      } satisfies Required<MetricValue>,
    ],
  },
});
const frames: Frame[] = [
  {
    kind: 'points',
    step: 10,
    extent: 2.5,
    samples: Float32Array.of(0.1, -0.2, NaN, Infinity, 1e-40, -0),
    arrows: Float32Array.of(0.5, 0.25),
    surface: { resolution: 2, values: Float32Array.of(1, -1, 0.5, 0) },
    warp: { rows: 1, columns: 3, points: Float32Array.of(1, 2, 3, 4, NaN, 6) },
    gradientNorms: { from: 0, to: 2, counts: Uint32Array.of(3, 0, 4_000_000_000) },
    weights: { from: -0.01, to: 0.01, counts: Uint32Array.of(5) },
    divergence: { kl: Infinity, reverseKl: 0.5, js: 0.25 },
  },
  { kind: 'points', step: 11, extent: 1, samples: new Float32Array() },
  {
    kind: 'images',
    step: 20,
    height: 3,
    width: 2,
    channels: 3,
    samples: images(18 * 5),
    reconstructions: { originals: images(18 * 2, 1), outputs: images(18 * 2, 2) },
    plane: { side: 3, images: images(18 * 9, 3) },
  },
  { kind: 'images', step: 40, height: 2, width: 3, channels: 2, samples: images(12 * 3) },
];
const history = [...points(1, 2, 40), { step: 41, seconds: 5, values: { 'generator/loss': NaN, 'critic/loss': -0 } }];
const parts: ArchiveParts = { run, checkpoint: aCheckpoint(40), points: history, frames };
const small: ArchiveParts = {
  run: aRun('r', { identity, step: 2 }),
  checkpoint: aCheckpoint(2),
  points: points(1),
  frames: [aFrame(2)],
};

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** An archive after a change to its entries; the manifest is brought up to date unless the change is to it. */
async function changed(change: (entries: Record<string, Uint8Array>) => void, fixManifest = true) {
  const entries = unzipSync(await bytesOf(small));
  change(entries);
  if (fixManifest) {
    const manifest = JSON.parse(new TextDecoder().decode(entries['manifest.json'])) as {
      entries: object;
      identity: string;
    };
    const { 'manifest.json': _, ...others } = entries;
    manifest.entries = Object.fromEntries(
      Object.entries(others).map(([name, bytes]) => [name, { bytes: bytes.length, sha256: sha256(bytes) }]),
    );
    manifest.identity = sha256(entries['spec.json'] ?? new Uint8Array());
    entries['manifest.json'] = strToU8(JSON.stringify(manifest));
  }
  return zipSync(entries);
}

const replaceIn = (name: string, from: string | RegExp, to: string) => (entries: Record<string, Uint8Array>) => {
  const text = new TextDecoder().decode(entries[name]);
  expect(text).toMatch(from);
  entries[name] = strToU8(text.replace(from, to));
};

async function refusal(bytes: Uint8Array<ArrayBuffer>): Promise<LabError> {
  const outcome = await read(bytes).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(LabError);
  return outcome as LabError;
}

describe('a run archive', () => {
  it('gives back everything that went in, to the bit', async () => {
    expect(await read(await bytesOf(parts))).toEqual(parts);
    expect(await importRun(await exportRun(parts), check)).toEqual(parts);
  });

  it('of a run that was never saved has no checkpoint', async () => {
    const fresh: ArchiveParts = { run: aRun('new', { identity }), points: [], frames: [] };
    expect(await read(await bytesOf(fresh))).toEqual(fresh);
  });

  it('does not carry that the run was deleted', async () => {
    const { run: back } = await read(await bytesOf({ ...small, run: { ...small.run, deletedAt: 5 } }));
    expect(back).toEqual(small.run);
  });

  it('is a zip that other programs read, with the spec in canonical form and a manifest of digests', async () => {
    const entries = unzipSync(await bytesOf(parts));
    const text = (name: string) => new TextDecoder().decode(entries[name]);
    expect(text('spec.json')).toBe(canonical(spec));
    const manifest = JSON.parse(text('manifest.json')) as {
      identity: string;
      entries: Record<string, { sha256: string }>;
    };
    expect(manifest.identity).toBe(identity);
    for (const [name, { sha256: digest }] of Object.entries(manifest.entries))
      expect(sha256(entries[name]!)).toBe(digest);
    expect(text('metrics.jsonl').split('\n')).toHaveLength(history.length + 1);
    expect(Object.keys(decodeSafetensors(entries['checkpoint.safetensors']!).tensors).sort()).toEqual(
      Object.keys(aCheckpoint(40).tensors).sort(),
    );
    expect(Object.keys(entries)).toContain('frames/00000020-plane.png');
  });

  it('is refused at every truncation', async () => {
    const bytes = await bytesOf(small);
    for (let length = 0; length < bytes.length; length += 7) {
      expect((await refusal(bytes.slice(0, length))).code).toBe('invalid-archive');
    }
  });

  it('with a flipped bit is refused, or still holds the same run', async () => {
    const bytes = await bytesOf(small);
    let refused = 0;
    for (let at = 0; at < bytes.length; at += 3) {
      const damaged = bytes.slice();
      damaged[at]! ^= 1 << ((at * 5) % 8);
      const outcome = await read(damaged).catch((error: unknown) => error);
      if (outcome instanceof LabError) refused++;
      else expect(outcome, `byte ${at}`).toEqual(small);
    }
    expect(refused).toBeGreaterThan(bytes.length * 0.25);
  });

  it.each([
    ['an altered entry', replaceIn('run.json', 'Run r', 'Run x'), 'run.json', /digest/],
    ['an entry of another length', replaceIn('run.json', 'Run r', 'Run'), 'run.json', /instead of/],
    ['a missing entry', (e: Record<string, Uint8Array>) => void delete e['metrics.jsonl'], 'metrics.jsonl', /missing/],
    [
      'an entry too many',
      (e: Record<string, Uint8Array>) => void (e['virus.js'] = strToU8('x')),
      'virus.js',
      /manifest/,
    ],
    ['no manifest', (e: Record<string, Uint8Array>) => void delete e['manifest.json'], 'the file', /not a run archive/],
    ['another format', replaceIn('manifest.json', 'latent-lab-run', 'other'), 'the file', /something else/],
    ['a key twice', replaceIn('manifest.json', '"version"', '"version": 1, "version"'), 'manifest.json', /twice/],
    ['a broken manifest', replaceIn('manifest.json', '{', '['), 'manifest.json', /JSON/],
    ['another identity', replaceIn('manifest.json', identity, 'a'.repeat(64)), 'spec.json', /identity/],
  ])('with %s is refused by name', async (_, change, path, message) => {
    const error = await refusal(await changed(change, false));
    expect(error).toMatchObject({ code: 'invalid-archive', path });
    expect(error.message).toMatch(message);
    expect(error.remedy).toContain('Nothing was imported');
  });

  it.each([
    ['a wrong type', replaceIn('run.json', '"step": 2', '"step": "2"'), 'run.json', /'step'/],
    ['an unknown key', replaceIn('run.json', '"name"', '"nick": 1, "name"'), 'run.json', /'nick'/],
    ['a broken point', replaceIn('metrics.jsonl', '"step":1', '"step":-1'), 'line 1 of metrics.jsonl', /'step'/],
    ['a refused spec', replaceIn('spec.json', '"seed":7', '"seed":"7"'), 'spec.json', /seed: must be a number/],
    [
      'a checkpoint of another step',
      replaceIn('run.json', '"step": 2', '"step": 3'),
      'checkpoint.safetensors',
      /another step/,
    ],
    [
      'no checkpoint',
      (e: Record<string, Uint8Array>) => void delete e['checkpoint.safetensors'],
      'checkpoint.safetensors',
      /missing/,
    ],
    [
      'a frame of another size',
      replaceIn('frames/index.json', '"width":2', '"width":3'),
      'frames/00000002-samples.png',
      /pixels/,
    ],
    [
      'a frame without its file',
      replaceIn('frames/index.json', '-samples', '-missing'),
      'frames/00000002-missing.png',
      /missing/,
    ],
    [
      'a frame too large',
      replaceIn('frames/index.json', '"width":2,', '"width":65535,'),
      'frames/00000002-samples.png',
      /pixels/,
    ],
  ])('with a right manifest but %s is refused by name', async (_, change, path, message) => {
    const error = await refusal(await changed(change));
    expect(error).toMatchObject({ code: 'invalid-archive', path });
    expect(error.message).toMatch(message);
  });

  it('with a damaged or non-finite checkpoint names it', async () => {
    const damaged = await refusal(
      await changed((entries) => {
        const file = entries['checkpoint.safetensors']!;
        file[file.length - 1]! ^= 1;
      }),
    );
    expect(damaged).toMatchObject({ code: 'invalid-archive', path: 'checkpoint.safetensors' });
    const checkpoint = aCheckpoint(2);
    checkpoint.tensors['method/k']!.data[0] = Infinity;
    const error = await refusal(await bytesOf({ ...small, checkpoint }));
    expect(error.message).toContain("non-finite values in 'method/k'");
  });

  it('of the first version is read', async () => {
    const first = await changed(replaceIn('manifest.json', '"version": 2', '"version": 1'), false);
    expect((await read(first)).run).toEqual(small.run);
  });

  it('of a newer version says that, whatever else is new in it', async () => {
    const newer = await changed(replaceIn('manifest.json', '"version": 2', '"version": 3, "novelty": true'), false);
    expect((await refusal(newer)).code).toBe('newer-version');
    const check2 = () => {
      throw new LabError('newer-version', 'spec of version 9');
    };
    await expect(importRun(await bytesOf(small), check2)).rejects.toMatchObject({ code: 'newer-version' });
  });
});
