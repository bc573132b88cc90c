import { writeFile } from 'node:fs/promises';
import type { BenchmarkOptions } from '../../core/benchmark/options.ts';
import type { BenchmarkReport, StepFigure } from '../../core/benchmark/report.ts';
import { UsageError } from '../lab/arguments.ts';
import { openLab } from '../lab/browser.ts';
import type { HeadlessLab } from '../lab/browser.ts';
import { countAllocations } from './allocations.ts';
import type { BenchArguments } from './arguments.ts';
import { parseBenchArguments, usage } from './arguments.ts';
import { combineReports, withAllocations } from './combine.ts';
import { quick, thorough } from './plan.ts';
import type { Plan } from './plan.ts';
import { evaluationTable, measureEvaluation } from './evaluation.ts';
import { findPyTorch, measurePyTorch } from './pytorch.ts';
import { openStock } from './stock/measure.ts';
import { tables } from './tables.ts';

type Request = Omit<BenchmarkOptions, 'wasmPath' | 'onProgress' | 'signal' | 'name'>;

const tell = (words: string): void => console.error(words);

/** For counting dispatches on a processor that plays a graphics processor, milliseconds. */
const countingMs = 15_000;

/** Ours and PyTorch in turn on one machine, then stock TensorFlow.js. */
async function measureAll(args: BenchArguments, plan: Plan): Promise<BenchmarkReport> {
  const { steps } = args;
  const reports: BenchmarkReport[] = [];
  const others: StepFigure[] = [];
  const lab = await openLab();
  try {
    const threads = await threadsOf(lab, args);
    const ours = async (request: Omit<Request, 'backends'> & Partial<Request>) => {
      reports.push(await lab.call('benchmark', { name: process.platform, backends: ['wasm'], ...request }));
    };
    tell(`kernels on ${threads.join(' and ')} threads`);
    await ours({ budgetMs: plan.kernelMs, threads, steps: [], ...(plan.kernels && { kernels: plan.kernels }) });
    const python = findPyTorch();
    if (python === undefined) tell('PyTorch is not installed: its column is left out');
    for (const step of steps) {
      for (let round = 1; round <= plan.rounds; round++) {
        tell(`${step}, round ${round} of ${plan.rounds}`);
        await ours({ budgetMs: plan.stepMs, threads, kernels: [], steps: [step] });
        if (python !== undefined) others.push(await measurePyTorch(python, step, plan.pytorchMs));
      }
      await ours({ budgetMs: plan.eagerMs, kernels: [], steps: [step], variants: ['eager'] });
    }
    if (steps.includes('dcgan28')) {
      tell('dispatches of dcgan28 on WebGPU');
      await ours({
        ...{ budgetMs: countingMs, backends: ['webgpu'], kernels: [] },
        ...{ steps: ['dcgan28'], variants: ['fast'], batch: 2 },
      });
    }
  } finally {
    await lab.close();
  }
  others.push(...(await measureStock(steps, plan)));
  tell('heap allocated a step');
  const counted = await countAllocations(steps, plan.eagerMs * steps.length);
  const report = combineReports(reports, others);
  return { ...report, steps: withAllocations(report.steps, counted) };
}

async function measureStock(steps: readonly string[], plan: Plan): Promise<readonly StepFigure[]> {
  const found: StepFigure[] = [];
  const stock = await openStock();
  try {
    for (const step of steps) {
      tell(`${step} by stock TensorFlow.js`);
      found.push(await stock.measure(step, plan.stockMs));
    }
    if (steps.includes('dcgan28')) found.push(await stock.countDispatches('dcgan28'));
  } finally {
    await stock.close();
  }
  return found;
}

async function threadsOf(lab: HeadlessLab, { threads }: BenchArguments): Promise<readonly number[]> {
  const all = threads ?? (await lab.call('capabilities')).cores;
  return all > 1 ? [1, all] : [1];
}

/** Kernels and steps on WebGPU. @returns undefined where there is no real adapter. */
async function measureGpu({ steps }: BenchArguments, plan: Plan): Promise<BenchmarkReport | undefined> {
  const lab = await openLab({ realGpu: true });
  try {
    const { backends } = await lab.call('capabilities');
    const gpu = backends.find(({ name }) => name === 'webgpu');
    if (gpu?.available !== true || gpu.detail.includes('emulated')) {
      console.log(`There is no real graphics adapter to measure: ${gpu?.detail ?? 'no WebGPU'}.`);
      return undefined;
    }
    return await lab.call('benchmark', {
      ...{ name: process.platform, backends: ['webgpu'], steps, variants: ['fast', 'eager'] },
      budgetMs: plan.kernelMs + plan.stepMs * steps.length,
      ...(plan.kernels && { kernels: plan.kernels }),
    });
  } finally {
    await lab.close();
  }
}

async function main(): Promise<void> {
  const args = parseBenchArguments(process.argv.slice(2));
  if (args.help) return console.log(usage);
  const plan = args.quick ? quick : thorough;
  const write = async (report: unknown): Promise<void> => {
    if (args.json !== undefined) await writeFile(args.json, `${JSON.stringify(report, null, 2)}\n`);
  };
  if (args.evaluation) {
    const report = await measureEvaluation(plan.evaluation);
    console.log(evaluationTable(report));
    return write(report);
  }
  const report = args.gpu ? await measureGpu(args, plan) : await measureAll(args, plan);
  if (report === undefined) return;
  console.log(tables(report));
  await write(report);
}

main().catch((error: unknown) => {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${usage}`);
  else console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
