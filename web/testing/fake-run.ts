import { catalogue } from '../../core/catalogue.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { ProgressEvent } from '../../worker/protocol/events.ts';
import type { CheckpointRecord, Frame, MetricPoint, RunRecord, RunState } from '../../worker/protocol/records.ts';
import { fakeCapabilities } from './fake-capabilities.ts';
import { fakeCosts, fakeMetrics } from './fake-metrics.ts';
import { imagesFrame, pointsFrame } from './fake-pictures.ts';

/** Steps that a fake run makes at a time. */
export const stepsPerTick = 20;
/** Steps between stored pictures. */
const frameEvery = 100;

/** A run that trains nothing: curves, pictures and checkpoints that look as if it had. */
export class FakeRun {
  record: RunRecord;
  state: RunState;
  step = 0;
  checkpoints: CheckpointRecord[] = [];
  readonly points: MetricPoint[] = [];
  readonly frameSteps: number[] = [];

  /** @param number Of the run: the higher, the longer ago it was changed. @param step Steps that it has made. */
  constructor(number: number, spec: RunSpec, name: string, step: number) {
    const now = Date.now();
    this.record = {
      id: `run-${number}`,
      name,
      spec,
      identity: fakeIdentity(spec),
      createdAt: now - step * 50,
      updatedAt: now - (number + 1) * 400_000,
      step,
      trainedSeconds: step / 200,
      edits: [],
      resumes: step > 1000 ? [Math.round(step / 2)] : [],
      ...(step > 0 && {
        evaluation: { step, metrics: fakeMetrics(spec, step / spec.steps), costs: fakeCosts(spec), share: 0.06 },
      }),
    };
    this.state = step >= spec.steps ? 'finished' : 'idle';
    while (this.step < step) this.advance(Math.min(stepsPerTick, step - this.step));
    if (step > 0) this.save(false);
  }

  /** Makes steps, of which the last leaves a point of its curves. */
  advance(steps: number): void {
    this.step += steps;
    this.record = { ...this.record, step: this.step };
    const t = this.step / this.record.spec.steps;
    const wobble = (by: number): number => Math.sin(this.step * by) * 0.12 + Math.sin(this.step * by * 7.3) * 0.07;
    const seconds = this.step / 203.4;
    const values: Record<string, number> =
      this.record.spec.method === 'vae'
        ? {
            'vae/loss': 105 + 440 * Math.exp(-t * 12) + 8 * wobble(0.7),
            'vae/reconstruction': 82 + 460 * Math.exp(-t * 12) + 8 * wobble(0.5),
            'vae/kl': 25 * (1 - Math.exp(-t * 15)) + wobble(0.9),
          }
        : {
            'generator/loss': 0.72 + 1.6 * Math.exp(-t * 6) + wobble(0.31),
            'discriminator/loss': 1.32 - 0.7 * Math.exp(-t * 5) + wobble(0.47),
            'discriminator/r1': 0.08 + 0.3 * Math.exp(-t * 4) + 0.1 * Math.abs(wobble(0.8)),
          };
    if (this.step % 500 === 0) values['modes'] = Math.min(8, Math.round(2 + t * 9));
    this.points.push({ step: this.step, seconds, values });
    if (this.step % frameEvery === 0) this.frameSteps.push(this.step);
  }

  frame(step: number): Frame {
    const { spec } = this.record;
    const progress = 1 - Math.exp(-5 * (step / spec.steps));
    const dataset = catalogue.datasets.find(({ id }) => id === spec.data.kind);
    return dataset?.shape.length === 3 ? imagesFrame(step, progress, dataset.id) : pointsFrame(step, progress);
  }

  /** Keeps a checkpoint of the present step. */
  save(pinned: boolean): CheckpointRecord {
    const digest = this.step.toString(16).padStart(8, '0').repeat(8);
    const checkpoint = {
      runId: this.record.id,
      step: this.step,
      savedAt: Date.now(),
      bytes: 1_432_100,
      digest,
      pinned,
    };
    this.checkpoints = [...this.checkpoints.filter(({ step }) => step !== this.step), checkpoint];
    return checkpoint;
  }

  /** How far it is. */
  get progress(): ProgressEvent {
    return {
      type: 'progress',
      runId: this.record.id,
      step: this.step,
      steps: this.record.spec.steps,
      stepsPerSecond: 203.4,
      eta: (this.record.spec.steps - this.step) / 203.4,
      backend: fakeCapabilities.chosen,
      execution: {
        mode: 'recorded',
        operations: 312,
        threads: 2,
        bytes: 24_600_000,
        arithmetic: this.record.spec.arithmetic,
      },
      memory: { tensors: 0, tensorBytes: 0, heapBytes: 67_108_864 },
      lastSaved: { step: Math.floor(this.step / 500) * 500, at: Date.now() - 12_000 },
    };
  }
}

/** Stands for the identity of a spec. */
export function fakeIdentity(spec: RunSpec): string {
  let hash = 7;
  for (const c of JSON.stringify(spec)) hash = (Math.imul(hash, 31) + c.charCodeAt(0)) >>> 0;
  return hash.toString(16).padStart(8, '0').repeat(8);
}
