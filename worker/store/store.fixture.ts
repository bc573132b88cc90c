import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { Checkpoint } from '../../core/training/checkpoint.ts';
import type { Frame, MetricPoint, RunRecord } from '../protocol/records.ts';

export const spec: RunSpec = {
  version: 1,
  method: 'gan',
  options: { loss: 'non-saturating' },
  data: { kind: 'ring', modes: 8 },
  networks: { generator: { kind: 'mlp' }, discriminator: { kind: 'mlp' } },
  dynamics: { kind: 'alternating' },
  optimisers: { generator: { kind: 'adam', rate: 0.001 } },
  batch: 64,
  steps: 1000,
  seed: 7,
  ema: 0,
  arithmetic: 'reproducible',
  evaluation: { every: 0, samples: 1000 },
};

export function aRun(id = 'run', changes: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    name: `Run ${id}`,
    spec,
    identity: 'ab'.repeat(32),
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    step: 0,
    trainedSeconds: 0,
    resumes: [],
    edits: [],
    ...changes,
  };
}

/** A checkpoint whose values tell its step; `values` in its largest tensor. */
export function aCheckpoint(step: number, values = 6): Checkpoint {
  const large = Float32Array.from({ length: values }, (_, i) => step + i / 1024);
  return {
    spec,
    step,
    tensors: {
      'parameter/generator/dense0/kernel': { shape: [values / 2, 2], data: large },
      'parameter/generator/dense0/bias': { shape: [2], data: Float32Array.of(step, -0) },
      'slot/generator/m/generator/dense0/bias': { shape: [2], data: Float32Array.of(1e-30, step) },
      'method/k': { shape: [], data: Float32Array.of(step / 3) },
    },
  };
}

export const points = (...steps: number[]): MetricPoint[] =>
  steps.map((step) => ({ step, seconds: step / 10, values: { 'generator/loss': 1 / (1 + step) } }));

export const aFrame = (step: number): Frame => ({
  kind: 'images',
  step,
  height: 2,
  width: 2,
  channels: 1,
  samples: Uint8Array.of(step & 255, 1, 2, 3),
});
