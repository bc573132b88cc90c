import type { Lab } from '../lab.ts';
import type { LabService } from '../served.ts';

type Calls = Pick<
  LabService,
  | 'studies'
  | 'studyPresets'
  | 'checkStudy'
  | 'createStudy'
  | 'openStudy'
  | 'startStudy'
  | 'pauseStudy'
  | 'reorderStudy'
  | 'keepStudyRuns'
  | 'studySpace'
  | 'removeStudy'
  | 'studyTable'
  | 'studyReport'
  | 'importResults'
>;

/** Studies: many runs, planned together and told of in one table. */
export const studyCalls = ({ studies }: Lab): Calls => ({
  studies: () => studies.list(),
  studyPresets: () => studies.presets(),
  checkStudy: (input) => studies.check(input),
  createStudy: (study, only) => studies.create(study, only),
  openStudy: (id) => studies.open(id),
  startStudy: (id) => studies.training.start(id),
  pauseStudy: (id) => studies.training.pause(id),
  reorderStudy: (id, keys) => studies.reorder(id, keys),
  keepStudyRuns: (id, kept) => studies.keep(id, kept),
  studySpace: (id) => studies.space(id),
  removeStudy: (id) => studies.remove(id),
  studyTable: (id, baseline) => studies.table(id, baseline),
  studyReport: (id, format, times) => studies.report(id, format, times),
  importResults: (id, results) => studies.import(id, results),
});
