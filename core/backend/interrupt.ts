import * as tf from './tf.ts';

/** The work was given up because its caller asked for it. */
export class InterruptedError extends Error {
  constructor() {
    super('interrupted');
    this.name = 'InterruptedError';
  }
}

type RunKernel = (...kernel: unknown[]) => unknown;

/**
 * Runs `work`, asking before every kernel whether to give it up. A training step of a large network takes longer
 * than a person should wait for a pause, and nothing else can stop synchronous work from inside.
 * @throws InterruptedError once `interrupted` says yes.
 */
export function interruptible(interrupted: (() => boolean) | undefined, work: () => void): void {
  if (interrupted === undefined) return work();
  const engine = tf.engine() as unknown as { runKernel: RunKernel };
  const run = engine.runKernel;
  engine.runKernel = function (this: unknown, ...kernel: unknown[]) {
    // The engine clones what an operation keeps for its gradient one by one, and forgets the first if the second fails.
    if (kernel[0] !== tf.Identity && interrupted()) throw new InterruptedError();
    return run.apply(this, kernel);
  };
  try {
    work();
  } finally {
    // The method lives on the prototype; the override was an own property.
    if (run === (Object.getPrototypeOf(engine) as typeof engine).runKernel)
      delete (engine as Partial<typeof engine>).runKernel;
    else engine.runKernel = run;
  }
}
