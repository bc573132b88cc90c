import { median } from '../../core/benchmark/interleave.ts';
import type { Machine } from '../../core/benchmark/report.ts';
import { timedTasks } from '../../evaluation/speed.ts';
import type { EvaluationTiming } from '../../evaluation/speed.ts';
import { openLab } from '../lab/browser.ts';
import type { Plan } from './plan.ts';
import { aligned, bytes, number } from './tables.ts';
import { RendererMemory } from './renderer-memory.ts';

/** Time and memory of one task. */
interface TaskFigure {
  readonly task: EvaluationTiming['task'];
  /** Median over the rounds. */
  readonly seconds: number;
  readonly rounds: readonly number[];
  /** Most memory of the page's process meanwhile, and how much more than when it began; null where that cannot be seen. */
  readonly peakBytes: number | null;
  readonly growthBytes: number | null;
}

export interface EvaluationSpeedReport {
  readonly version: 1;
  readonly machine: Pick<Machine, 'name' | 'userAgent' | 'cores'>;
  /** Examples on each side. */
  readonly samples: number;
  readonly figures: readonly TaskFigure[];
}

/** Times what evaluations compute, in the app. */
export async function measureEvaluation({ samples, rounds }: Plan['evaluation']): Promise<EvaluationSpeedReport> {
  const lab = await openLab();
  const memory = new RendererMemory();
  try {
    const { cores } = await lab.call('capabilities');
    const userAgent = await lab.page.evaluate(() => navigator.userAgent);
    const timings = await lab.call('evaluationSpeed', { samples, rounds });
    return {
      version: 1,
      machine: { name: process.platform, userAgent, cores },
      samples,
      figures: timedTasks.map((task) => figureOf(task, timings, memory)),
    };
  } finally {
    memory.stop();
    await lab.close();
  }
}

function figureOf(
  task: EvaluationTiming['task'],
  timings: readonly EvaluationTiming[],
  memory: Pick<RendererMemory, 'during'>,
): TaskFigure {
  const own = timings.filter((timing) => timing.task === task);
  const seen = own.flatMap(({ startedAt, seconds }) => memory.during(startedAt, startedAt + 1000 * seconds) ?? []);
  const most = (values: readonly number[]) => (values.length > 0 ? Math.max(...values) : null);
  return {
    task,
    seconds: median(own.map(({ seconds }) => seconds)),
    rounds: own.map(({ seconds }) => seconds),
    peakBytes: most(seen.map(({ peak }) => peak)),
    growthBytes: most(seen.map(({ growth }) => growth)),
  };
}

export function evaluationTable({ machine, samples, figures }: EvaluationSpeedReport): string {
  const each = samples.toLocaleString('en');
  const rows = figures.map(({ task, seconds, rounds, peakBytes, growthBytes }) => [
    task === 'features' ? `features of ${each} images` : `${task} of ${each} against ${each}`,
    number(seconds),
    rounds.map(number).join(' '),
    bytes(peakBytes ?? undefined),
    bytes(growthBytes ?? undefined),
  ]);
  return [
    `${machine.name}, ${machine.cores} cores, ${machine.userAgent}`,
    aligned(['MNIST, LeNet84 features', 'seconds', 'of each time', 'memory of the page', 'more than before'], rows),
  ].join('\n\n');
}
