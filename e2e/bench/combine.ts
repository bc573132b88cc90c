import { median } from '../../core/benchmark/interleave.ts';
import type { BenchmarkReport, StepFigure } from '../../core/benchmark/report.ts';

const keyOf = ({ name, variant, backend, threads }: StepFigure): string => [name, variant, backend, threads].join('|');

/** One figure for each step and way of running it: the median over rounds, everything else from the last one. */
export function combineSteps(rounds: readonly StepFigure[]): readonly StepFigure[] {
  const groups = new Map<string, StepFigure[]>();
  for (const figure of rounds) groups.set(keyOf(figure), [...(groups.get(keyOf(figure)) ?? []), figure]);
  return [...groups.values()].map((figures) => {
    const times = figures.flatMap(({ ms }) => (ms === null ? [] : [ms]));
    return { ...figures.at(-1)!, ms: times.length > 0 ? median(times) : null };
  });
}

/** Several reports of one machine as one: the median of their peaks, all kernels, steps combined. */
export function combineReports(reports: readonly BenchmarkReport[], others: readonly StepFigure[]): BenchmarkReport {
  const [first] = reports;
  if (first === undefined) throw new Error('There is no report to combine.');
  const relaxed = reports.flatMap(({ peak }) => (peak.relaxed === null ? [] : [peak.relaxed]));
  return {
    version: 1,
    machine: first.machine,
    peak: {
      plain: median(reports.map(({ peak }) => peak.plain)),
      relaxed: relaxed.length > 0 ? median(relaxed) : null,
    },
    kernels: reports.flatMap(({ kernels }) => kernels),
    steps: combineSteps([...reports.flatMap(({ steps }) => steps), ...others]),
  };
}

/** The steps with the heap that each allocates, where they lack it and the same step elsewhere knows it. */
export function withAllocations(steps: readonly StepFigure[], known: readonly StepFigure[]): readonly StepFigure[] {
  return steps.map((figure) => {
    const { variant, backend, threads } = figure;
    if (figure.allocated !== undefined || backend !== 'wasm' || variant === 'stock' || threads !== 1) return figure;
    // Both arithmetics replay the same program.
    const same = (other: StepFigure) => (other.variant === 'eager') === (variant === 'eager');
    const allocated = known.find((other) => other.name === figure.name && same(other))?.allocated;
    return allocated === undefined ? figure : { ...figure, allocated };
  });
}
