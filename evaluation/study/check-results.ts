import * as v from 'valibot';
import { canonical } from '../../core/spec/canonical.ts';
import type { Cell } from '../../core/spec/study-plan.ts';
import { metricGroups } from '../metric.ts';
import type { CellResult } from './cell-result.ts';

/** Results that can't be used; the message says which and why. */
export class ResultError extends Error {
  override readonly name = 'ResultError';
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const text = v.pipe(v.string(), v.maxLength(10_000));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const metric = v.strictObject({
  id: text,
  label: text,
  value: finite,
  unit: v.exactOptional(text),
  group: v.exactOptional(v.picklist(metricGroups)),
  better: v.picklist(['lower', 'higher', 'none']),
  bounds: v.exactOptional(v.strictObject({ least: v.exactOptional(finite), most: v.exactOptional(finite) })),
  counts: v.strictObject({ generated: v.exactOptional(count), real: v.exactOptional(count) }),
  floor: v.exactOptional(finite),
  interval: v.exactOptional(v.strictTuple([finite, finite])),
  extractor: v.exactOptional(v.strictObject({ id: text, sha256: text })),
  note: v.exactOptional(text),
});

const result = v.strictObject({
  key: text,
  arm: text,
  seed: count,
  identity: sha256,
  outcome: v.picklist(['finished', 'diverged']),
  step: count,
  reason: v.exactOptional(text),
  digest: sha256,
  metrics: v.pipe(v.array(metric), v.maxLength(200)),
  curve: v.pipe(v.array(v.strictObject({ step: count, values: v.record(text, finite) })), v.maxLength(100_000)),
  samples: v.exactOptional(
    v.strictObject({
      width: v.pipe(count, v.minValue(1), v.maxValue(8192)),
      height: v.pipe(count, v.minValue(1), v.maxValue(8192)),
      png: v.pipe(v.string(), v.maxLength(2 ** 24), v.regex(/^[A-Za-z0-9+/]*={0,2}$/)),
    }),
  ),
  environment: v.strictObject({
    backend: v.picklist(['wasm', 'webgpu', 'cpu']),
    arithmetic: v.picklist(['reproducible', 'fast']),
    device: v.exactOptional(text),
  }),
  clock: v.strictObject({ seconds: finite, curve: v.array(finite), machine: text }),
});

/** Reads one result of untrusted input. @throws ResultError */
export function readResult(input: unknown): CellResult {
  const parsed = v.safeParse(result, input, { abortPipeEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new ResultError(`This is no result of a study: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}`);
}

/**
 * Whether two results are of the same run and say the same. What a clock said does not count, nor do the bounds of
 * figures, which are none of the run's and which earlier versions did not write.
 */
export function isSameResult(a: CellResult, b: CellResult): boolean {
  const said = ({ metrics, ...rest }: CellResult) =>
    canonical({ ...rest, metrics: metrics.map(({ bounds: _, ...value }) => value), clock: null });
  return said(a) === said(b);
}

/** Checks that a result is of a cell of a study. @throws ResultError */
export function checkBelongs(result: CellResult, cells: readonly Cell[]): void {
  const { key, arm, seed, identity } = result;
  const cell = cells.find((candidate) => candidate.key === key);
  if (!cell) throw new ResultError(`The study has no cell ${key}: the result is of another study.`);
  if (cell.identity !== identity || cell.label !== arm || cell.seed !== seed) {
    throw new ResultError(`The result of ${arm} with seed ${seed} is of another run: its identity is ${identity}.`);
  }
}
