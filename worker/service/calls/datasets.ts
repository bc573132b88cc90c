import type { RunId } from '../../protocol/records.ts';
import type { Lab } from '../lab.ts';
import type { LabService } from '../served.ts';

type Calls = Pick<
  LabService,
  'importDataset' | 'cancelImport' | 'datasets' | 'removeDataset' | 'datasetExamples' | 'datasetStatistics'
>;

/** Datasets to look at, and sets that people bring. */
export function datasetCalls({ datasets, sessions, locks, store }: Lab): Calls {
  return {
    importDataset: (request) => datasets.import(request),

    cancelImport: async () => datasets.cancelImport(),

    datasets: () => datasets.list(),

    async removeDataset(id) {
      const elsewhere = await locks.elsewhere();
      const trained = (runId: RunId): boolean => elsewhere.has(runId) || sessions.live(runId)?.training === true;
      const runs = (await store.listRuns()).filter((run) => trained(run.id));
      await datasets.remove(
        id,
        runs.map(({ spec }) => spec),
      );
    },

    datasetExamples: (data, request) => datasets.examples(data, request),

    datasetStatistics: (data) => datasets.statistics(data),
  };
}
