import { toBase64 } from '../../core/spec/base64url.ts';
import type { EvaluationPlan } from '../../core/spec/run-spec.ts';
import type { Cell } from '../../core/spec/study-plan.ts';
import { digestOf } from '../../core/training/digest.ts';
import type { NonFiniteError } from '../../core/training/non-finite.ts';
import type { MetricValue } from '../../evaluation/metric.ts';
import type { CellEnvironment, CellResult, CellSamples, CurvePoint } from '../../evaluation/study/cell-result.ts';
import { framePicture } from '../archive/frame-files.ts';
import type { BackendReport } from '../protocol/events.ts';
import type { MetricPoint } from '../protocol/records.ts';
import { plannedEvaluation } from '../service/planned-evaluation.ts';
import type { RunSession } from '../service/run-session.ts';
import type { RunStore } from '../store/run-store.ts';

/** How a cell's run ended, and its figures there. */
export interface Ending {
  readonly fault?: NonFiniteError;
  readonly metrics: readonly MetricValue[];
}

/** What came of a cell whose run has ended and rests, with every point of it stored. */
export async function cellResultOf(
  cell: Cell,
  session: RunSession,
  { fault, metrics }: Ending,
  { store, backend }: { readonly store: RunStore; readonly backend: BackendReport },
): Promise<CellResult> {
  const { step, tensors } = await session.trainer.checkpoint();
  const points = curveOf(await store.history(session.id), cell.spec.evaluation, fault ? Infinity : step);
  const samples = await samplesOf(store, session.id);
  return {
    key: cell.key,
    arm: cell.label,
    seed: cell.seed,
    identity: cell.identity,
    outcome: fault ? 'diverged' : 'finished',
    step: fault?.step ?? step,
    ...(fault && { reason: `${fault.tensor} of the ${fault.player}` }),
    digest: await digestOf(tensors),
    metrics: metrics.flatMap(finiteMetric),
    curve: points.map(({ step, values }): CurvePoint => ({ step, values })),
    ...(samples && { samples }),
    environment: environmentOf(cell, backend),
    clock: {
      seconds: session.record.trainedSeconds,
      curve: points.map(({ seconds }) => seconds),
      machine: `${navigator.userAgent} on ${navigator.hardwareConcurrency} processors`,
    },
  };
}

/**
 * The points of the evaluations that the spec asks for: a person may have asked for others. Losses, whose names have a
 * slash, are left to the run.
 */
function curveOf(history: readonly MetricPoint[], plan: EvaluationPlan, last: number): readonly MetricPoint[] {
  return history.flatMap(({ step, seconds, values }) => {
    const planned = step === last || plannedEvaluation(plan, step) !== undefined;
    const figures = Object.entries(values).filter(([name, value]) => !name.includes('/') && Number.isFinite(value));
    return planned && step > 0 && figures.length > 0 ? [{ step, seconds, values: Object.fromEntries(figures) }] : [];
  });
}

/** A figure without what is no finite number, which no file could hold; nothing where its value is none. */
function finiteMetric(metric: MetricValue): readonly MetricValue[] {
  if (!Number.isFinite(metric.value)) return [];
  const { floor, interval, ...rest } = metric;
  return [
    {
      ...rest,
      ...(floor !== undefined && Number.isFinite(floor) && { floor }),
      ...(interval?.every(Number.isFinite) && { interval }),
    },
  ];
}

async function samplesOf(store: RunStore, runId: string): Promise<CellSamples | undefined> {
  const last = (await store.frameSteps(runId)).at(-1);
  const frame = last === undefined ? undefined : await store.frame(runId, last);
  if (!frame) return undefined;
  const png = framePicture(frame);
  // The size stands in the header, after the signature and the chunk's length and name.
  const header = new DataView(png.buffer, png.byteOffset);
  return { width: header.getUint32(16), height: header.getUint32(20), png: toBase64(png) };
}

/** Reproducible arithmetic on WASM gives the same bits everywhere; all else depends on the device. */
function environmentOf({ spec: { arithmetic } }: Cell, { name, reason }: BackendReport): CellEnvironment {
  const same = name === 'wasm' && arithmetic === 'reproducible';
  return { backend: name, arithmetic, ...(!same && { device: reason }) };
}
