import type { BenchmarkReport, KernelFigure, StepFigure } from '../../core/benchmark/report.ts';
import { ringStep } from './plan.ts';

type Row = readonly string[];

/** Columns as wide as they need be: words to the left, figures to the right. */
export function aligned(header: Row, rows: readonly Row[]): string {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (row: Row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ');
  return [line(header), ...rows.map(line)].join('\n');
}

/** Three digits, a dash where there is none. */
export const number = (value: number | null | undefined): string =>
  value === null || value === undefined || !Number.isFinite(value)
    ? '-'
    : value >= 1000
      ? Math.round(value).toLocaleString('en')
      : value.toPrecision(3);
const percent = (share: number | null): string => (share === null ? '' : ` ${(share * 100).toFixed(0).padStart(3)}%`);
/** In KiB or MiB. */
export const bytes = (value: number | undefined): string =>
  value === undefined ? '-' : value < 2 ** 20 ? `${number(value / 1024)} KiB` : `${number(value / 2 ** 20)} MiB`;
const ratio = (value: number | null | undefined, base: number | null | undefined): string =>
  value && base ? (value / base).toFixed(2) : '-';

/** The figures as tables (a) to (f), with what could not be measured below them. */
export function tables(report: BenchmarkReport): string {
  const { machine, peak, steps } = report;
  const parts = [
    `${machine.name}, ${machine.cores} cores, ${machine.userAgent}`,
    `(a) SIMD peak of one thread, GF/s: plain ${number(peak.plain)}, relaxed ${number(peak.relaxed)}`,
    ...(report.kernels.length > 0 ? [`(b) Kernels, GF/s and share of that peak\n${kernelTable(report.kernels)}`] : []),
    ...stepParts(steps),
    `(e) A step: operations or dispatches, host ms, JavaScript heap allocated\n${effortTable(steps)}`,
    `(f) Memory of a step\n${memoryTable(steps)}`,
    noteLines(steps),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function kernelTable(kernels: readonly KernelFigure[]): string {
  const ways = new Map(
    kernels.map(({ backend, arithmetic, threads }) => {
      const title = backend === 'webgpu' ? 'WebGPU' : `${arithmetic} x${threads}`;
      return [title, { backend, arithmetic, threads }] as const;
    }),
  );
  const cell = (name: string, way: Partial<KernelFigure>): string => {
    const found = kernels.find(
      (figure) =>
        figure.name === name &&
        figure.backend === way.backend &&
        figure.arithmetic === way.arithmetic &&
        figure.threads === way.threads,
    );
    return found ? number(found.gflops) + percent(found.share) : '-';
  };
  const names = [...new Set(kernels.map(({ name }) => name))];
  return aligned(
    ['', ...ways.keys()],
    names.map((name) => [name, ...[...ways.values()].map((way) => cell(name, way))]),
  );
}

function stepParts(steps: readonly StepFigure[]): readonly string[] {
  const timed = steps.filter(({ ms, note }) => ms !== null || note?.startsWith('dispatches') !== true);
  const ring = timed.filter(({ name }) => name === ringStep);
  const rest = timed.filter(({ name }) => name !== ringStep);
  return [
    ...(rest.length > 0 ? [`(c) Milliseconds a step\n${timeTable(rest)}`] : []),
    ...(ring.length > 0 ? [`(d) The toy GAN at batch 64, hidden 32, ms\n${timeTable(ring)}\n${ringLine(ring)}`] : []),
  ];
}

const wayOf = ({ variant, backend, threads }: StepFigure): string => {
  if (variant === 'pytorch') return 'PyTorch x1';
  const where = backend === 'webgpu' ? ' WebGPU' : '';
  return variant === 'stock' || variant === 'eager' ? `${variant}${where}` : `${variant}${where} x${threads}`;
};

function timeTable(steps: readonly StepFigure[]): string {
  const ways = [...new Set(steps.map(wayOf))];
  const names = [...new Set(steps.map(({ name }) => name))];
  const time = (name: string, way: string) => steps.find((figure) => figure.name === name && wayOf(figure) === way)?.ms;
  return aligned(
    ['', ...ways, 'fast/PyTorch', 'reproducible/fast'],
    names.map((name) => [
      name,
      ...ways.map((way) => number(time(name, way))),
      ratio(time(name, 'fast x1'), time(name, 'PyTorch x1')),
      ratio(time(name, 'reproducible x1'), time(name, 'fast x1')),
    ]),
  );
}

function ringLine(steps: readonly StepFigure[]): string {
  const time = (way: string) => steps.find((figure) => wayOf(figure) === way)?.ms;
  const fast = time('fast x1');
  return `${fast ? number(1000 / fast) : '-'} steps/s; stock TensorFlow.js takes ${ratio(time('stock'), fast)} times as long`;
}

function effortTable(steps: readonly StepFigure[]): string {
  const known = steps.filter((figure) => figure.dispatches ?? figure.hostMs ?? figure.allocated);
  return aligned(
    ['', 'operations', 'host ms', 'allocated'],
    known.map((figure) => [
      `${figure.name}, ${wayOf(figure)}`,
      figure.dispatches === undefined ? '-' : String(figure.dispatches),
      number(figure.hostMs),
      bytes(figure.allocated),
    ]),
  );
}

const memoryTable = (steps: readonly StepFigure[]): string =>
  aligned(
    ['', 'memory'],
    steps.flatMap((figure) =>
      figure.memory === undefined ? [] : [[`${figure.name}, ${wayOf(figure)}`, bytes(figure.memory)]],
    ),
  );

const noteLines = (steps: readonly StepFigure[]): string =>
  steps
    .flatMap((figure) => {
      const { name, variant, backend, note } = figure;
      return note === undefined || variant === 'pytorch' ? [] : [`${name}, ${variant} on ${backend}: ${note}`];
    })
    .join('\n');
