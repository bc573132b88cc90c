import { LabError } from '../../protocol/errors.ts';
import type { RunId, RunRecord, RunState } from '../../protocol/records.ts';
import { archiveOf } from '../export-run.ts';
import { forkOf } from '../fork.ts';
import type { Lab } from '../lab.ts';
import { pointsOf, readRun } from '../read-run.ts';
import { isOver } from '../run-over.ts';
import type { LabService } from '../served.ts';

type Calls = Pick<
  LabService,
  | 'runs'
  | 'create'
  | 'open'
  | 'watch'
  | 'fork'
  | 'rename'
  | 'remove'
  | 'restore'
  | 'purge'
  | 'history'
  | 'frame'
  | 'exportRun'
  | 'importRun'
>;

/** The runs that are kept on this device: how they come, are looked at and go. */
export function libraryCalls({ store, records, sessions, locks, backend, datasets, followed }: Lab): Calls {
  function stateOf(run: RunRecord, elsewhere: ReadonlySet<RunId>): RunState {
    if (elsewhere.has(run.id)) return 'training';
    const state = sessions.live(run.id)?.state;
    if (state !== undefined && state !== 'idle') return state;
    if (isOver(run, run.step, run.trainedSeconds)) return 'finished';
    return run.step > 0 ? 'paused' : 'idle';
  }

  return {
    async runs() {
      const elsewhere = await locks.elsewhere();
      const listed = (await store.listRuns()).filter(({ study }) => !study);
      return listed.map((run) => ({ run, state: stateOf(run, elsewhere), elsewhere: elsewhere.has(run.id) }));
    },

    create: (spec, name) => records.add(spec, name),

    async open(runId) {
      const run = await records.get(runId);
      followed.open(runId);
      const elsewhere = await locks.elsewhere();
      const read = await readRun(store, datasets.cache, run, sessions.live(runId));
      return { ...read, state: stateOf(run, elsewhere), elsewhere: elsewhere.has(runId) };
    },

    watch: async (runIds) => followed.watch(runIds),

    fork: (runId, step, changes, name) =>
      sessions.inTurn(async () => {
        const parent = await records.get(runId);
        const live = sessions.live(runId);
        if (live?.trainer.completed === step) await live.between(() => live.saveIfNew());
        const { spec, fork } = await forkOf({ store, backend, datasets: datasets.cache }, parent, step, changes);
        return records.add(spec, name ?? `${parent.name} (fork)`, fork);
      }),

    async rename(runId, name) {
      const trimmed = name.trim().slice(0, 120);
      if (trimmed === '') throw new LabError('invalid-spec', 'A run needs a name.');
      await sessions.update(runId, { name: trimmed });
    },

    async remove(runId) {
      await sessions.ending(runId, () => store.softDelete(runId));
      records.changed();
    },

    restore: (runId) => records.restore(runId),

    purge: () => records.purge(),

    history: (runId) => pointsOf(store, runId, sessions.live(runId)),

    async frame(runId, step) {
      const frame = await store.frame(runId, step);
      if (!frame) throw new LabError('not-found', `There is no picture of step ${step}.`);
      return frame;
    },

    exportRun: (runId) => sessions.inTurn(() => archiveOf(store, runId, sessions.live(runId))),

    importRun: (archive) => records.import(archive),
  };
}
