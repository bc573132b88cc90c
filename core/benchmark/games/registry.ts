import { dcgan28, objectives, toyMlpGan, toyRing, wganGp28 } from './gan-steps.ts';
import type { BenchmarkStep } from './step.ts';
import { unet64 } from './unet64.ts';
import { convVae32, mlpVae } from './vae-steps.ts';

const declarations: readonly (readonly [string, () => BenchmarkStep])[] = [
  ['toy-mlp-gan', toyMlpGan],
  ['mlp-vae', mlpVae],
  ['dcgan28', () => dcgan28()],
  ['wgan-gp28', wganGp28],
  ['conv-vae32', convVae32],
  ['unet64', unet64],
  ...Object.keys(objectives).map((objective) => [`toy ring, ${objective}`, () => toyRing(objective)] as const),
  ...Object.keys(objectives).map((objective) => [`dcgan28, ${objective}`, () => dcgan28(objective)] as const),
];

/** Makes each step by name: the six reference steps, then every objective on the toy GAN and on the DCGAN. */
export const benchmarkSteps: ReadonlyMap<string, () => BenchmarkStep> = new Map(declarations);
