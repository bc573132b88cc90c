/** Tests that passed and failed. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
}

/** A part of the test command: a program that runs by itself. */
export interface Stage {
  readonly name: string;
  /** Names of stages that must have ended first, well or not. */
  readonly after?: readonly string[];
  /** Whether nothing else may run meanwhile: it measures time. */
  readonly alone?: boolean;
  /** Runs it. A rejection is a failure like any other. */
  readonly run: () => Promise<Count>;
}

/** How a stage ended. */
export interface Ended extends Count {
  readonly name: string;
  readonly seconds: number;
}

/**
 * Runs all stages, some side by side, each as soon as those that it waits for have ended and there is room; of those
 * that could start, the first in the list does. A stage that fails stops no other.
 *
 * @param atOnce how many may run side by side, at least 1.
 * @returns how each ended, in the order in which they did.
 * @throws Error when a stage waits for one that is not there, or in a circle.
 */
export async function runStages(stages: readonly Stage[], atOnce: number): Promise<Ended[]> {
  const ended: Ended[] = [];
  const waiting = [...stages];
  const running = new Map<Stage, Promise<void>>();
  const hasEnded = (name: string) => ended.some((stage) => stage.name === name);
  const mayStart = ({ after = [], alone }: Stage) =>
    after.every(hasEnded) &&
    (alone ? running.size === 0 : running.size < atOnce && ![...running.keys()].some((other) => other.alone));
  while (waiting.length > 0 || running.size > 0) {
    const next = waiting.findIndex(mayStart);
    const [stage] = next < 0 ? [] : waiting.splice(next, 1);
    if (stage) {
      running.set(
        stage,
        timed(stage).then((end) => {
          running.delete(stage);
          ended.push(end);
        }),
      );
    } else if (running.size > 0) await Promise.race(running.values());
    else throw new Error(`These wait for what never ends: ${waiting.map(({ name }) => name).join(', ')}.`);
  }
  return ended;
}

async function timed({ name, run }: Stage): Promise<Ended> {
  const began = performance.now();
  const count = await run().catch((error: unknown): Count => {
    console.error(error);
    return { passed: 0, failed: 1 };
  });
  return { name, ...count, seconds: (performance.now() - began) / 1000 };
}
