import type { RunId, RunRecord } from '../../protocol/records.ts';
import { editRun } from '../edit-run.ts';
import type { Lab } from '../lab.ts';
import { Pacemaker } from '../pacemaker.ts';
import type { RunSession } from '../run-session.ts';
import { forEvery } from '../serial.ts';
import type { LabService } from '../served.ts';

type Calls = Pick<LabService, 'start' | 'race' | 'pause' | 'step' | 'stages' | 'edit' | 'save' | 'hidden'>;

/** What moves a run on, stops it, and keeps what it has reached. */
export function trainingCalls({ sessions, studies, evaluator, attention }: Lab): Calls {
  /** The runs that were last asked to train together, and not yet to pause. */
  let wanted: ReadonlySet<RunId> = new Set();

  async function race(runIds: readonly RunId[]): Promise<void> {
    const asked = (wanted = new Set(runIds));
    // A run of the study that is under way is trained by that.
    if (studies.training.active && !(await studies.training.yieldTo(runIds))) return;
    await sessions.inTurn(async () => {
      const held: RunSession[] = [];
      try {
        for (const runId of asked) {
          if (wanted !== asked) break;
          const session = await sessions.hold(runId, asked);
          held.push(session);
          // A pause may be under way, or may have come while the run was being loaded.
          if (session.stopping) await session.idle();
          // One that trains by itself joins the others anew.
          if (asked.size > 1) await session.halt();
        }
        const pace = paceOf(held);
        if (wanted === asked) for (const session of held) session.start(Infinity, pace);
      } finally {
        await forEvery(held, (session) => sessions.letGo(session));
      }
    });
  }

  return {
    race,

    start: (runId) => race([runId]),

    async pause(runId) {
      const study = studies.training.trains(runId);
      if (study !== undefined) return studies.training.pause(study);
      attention.given();
      evaluator.cancel();
      // Runs that are trained together pause together.
      const runIds = wanted.has(runId) ? wanted : new Set([runId]);
      if (wanted === runIds) wanted = new Set();
      const pausing = sessions.present.filter(({ id }) => runIds.has(id));
      await Promise.all(pausing.map((session) => session.halt()));
      // Answer now; the checkpoints and the release of the runs follow before any later call.
      for (const session of pausing) sessions.leave(session);
    },

    step: (runId) =>
      sessions.inTurn(async () => {
        const session = await sessions.hold(runId);
        try {
          await session.halt();
          session.start(1);
          await session.idle();
        } finally {
          await sessions.letGo(session);
        }
      }),

    stages: (runId) =>
      sessions.inTurn(async () => {
        const session = await sessions.hold(runId);
        try {
          await session.halt();
          return await session.stages();
        } finally {
          await sessions.letGo(session);
        }
      }),

    edit(runId, changes) {
      const update = (change: Partial<RunRecord>) => sessions.update(runId, change);
      return sessions.resting(runId, (session) => editRun(session, changes, update));
    },

    save: (runId, pinned) => sessions.resting(runId, (session) => session.save(pinned)),

    async hidden() {
      attention.given();
      await sessions.inTurn(() =>
        forEvery(
          sessions.present.filter(({ usable }) => usable),
          (session) => session.between(() => session.saveIfNew()),
        ),
      );
    },
  };
}

/** Keeps several runs that are not over in step, from where the one is that is least far. */
function paceOf(sessions: readonly RunSession[]): Pacemaker | undefined {
  const going = sessions.filter(({ over }) => !over);
  if (going.length < 2) return undefined;
  const from = Math.min(...going.map(({ trainer }) => trainer.completed));
  return new Pacemaker(
    going.map(({ id }) => id),
    from,
  );
}
