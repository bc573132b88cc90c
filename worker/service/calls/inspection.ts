import { digestOf } from '../../../core/training/digest.ts';
import type { Lab } from '../lab.ts';
import type { LabService } from '../served.ts';
import { reconstructExamples, sampleAt } from '../use-abilities.ts';

type Calls = Pick<LabService, 'sample' | 'reconstruct' | 'evaluate' | 'cancelEvaluation' | 'digest'>;

/** What is asked of the networks of a run as it stands. Where it trains, it goes on afterwards as if nothing had been. */
export function inspectionCalls({ sessions, evaluator }: Lab): Calls {
  return {
    sample: (runId, latents) => sessions.resting(runId, ({ trainer }) => sampleAt(trainer, latents)),

    reconstruct: (runId, indices) => sessions.resting(runId, ({ trainer }) => reconstructExamples(trainer, indices)),

    evaluate(runId, options) {
      const controller = evaluator.plan();
      return sessions
        .resting(runId, async (session) => {
          const metrics = await evaluator.run(session, options, controller);
          await session.savePoints();
          return metrics;
        })
        .finally(() => evaluator.drop(controller));
    },

    cancelEvaluation: async () => evaluator.cancel(),

    digest: (runId) =>
      sessions.resting(runId, async ({ trainer }) => {
        const { step, tensors } = await trainer.checkpoint();
        return { step, digest: await digestOf(tensors) };
      }),
  };
}
