import type { Lab } from '../lab.ts';
import type { LabService } from '../served.ts';

type Calls = Pick<
  LabService,
  'importDataset' | 'cancelImport' | 'datasets' | 'removeDataset' | 'datasetExamples' | 'datasetStatistics'
>;

/** Datasets to look at, and sets that people bring. */
export function datasetCalls({ datasets, sessions }: Lab): Calls {
  return {
    importDataset: (request) => datasets.import(request),

    cancelImport: async () => datasets.cancelImport(),

    datasets: () => datasets.list(),

    removeDataset: (id) =>
      datasets.remove(
        id,
        sessions.present.filter(({ training }) => training).map(({ record }) => record.spec),
      ),

    datasetExamples: (data, request) => datasets.examples(data, request),

    datasetStatistics: (data) => datasets.statistics(data),
  };
}
