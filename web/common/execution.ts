import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { BackendReport, ExecutionReport, MemoryReport } from '../../worker/protocol/events.ts';
import { formatBytes, formatCount } from './format.ts';

/** How a step is executed: `recorded, 312 operations, 2 threads` or `eager: a reason`. */
export function describeExecution({ mode, reason, operations, threads }: ExecutionReport): string {
  if (mode === 'eager') return reason ? `eager: ${reason}` : 'eager';
  const counted = [counts(operations, 'operation'), counts(threads, 'thread')].filter((words) => words !== '');
  return ['recorded', ...counted].join(', ');
}

/** The arithmetic of a run's results, with what keeps it from being what was asked for. */
export function describeArithmetic(
  { arithmetic }: Pick<RunSpec, 'arithmetic'>,
  backend?: Pick<BackendReport, 'name'>,
  execution?: Pick<ExecutionReport, 'arithmetic'>,
): string {
  if (backend?.name === 'webgpu') return `${arithmetic} arithmetic asked for; WebGPU does not repeat bit for bit`;
  if (arithmetic === 'fast' && execution?.arithmetic === 'reproducible') {
    return 'fast arithmetic asked for; this device has only the reproducible one';
  }
  return `${arithmetic} arithmetic`;
}

/**
 * The memory that a run takes, and what takes it: `the recorded step: 3.1 MB`, `312 tensors: 24 MB`, or both. A recorded
 * step keeps its parameters to itself, so that there may be no tensor at all.
 */
export function describeMemory(
  { tensors, tensorBytes, heapBytes }: MemoryReport,
  { bytes = 0 }: Pick<ExecutionReport, 'bytes'> = {},
): { readonly total: string; readonly parts: string } {
  const step = bytes > 0 ? [`the recorded step: ${formatBytes(bytes)}`] : [];
  const rest = tensors > 0 || bytes === 0 ? [`${counts(tensors, 'tensor')}: ${formatBytes(tensorBytes)}`] : [];
  return { total: formatBytes(heapBytes ?? tensorBytes + bytes), parts: [...step, ...rest].join(', ') };
}

const counts = (count: number | undefined, noun: string): string =>
  count === undefined ? '' : `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
