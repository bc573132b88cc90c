import { datasetCalls } from './calls/datasets.ts';
import { deviceCalls } from './calls/device.ts';
import { inspectionCalls } from './calls/inspection.ts';
import { libraryCalls } from './calls/library.ts';
import { measurementCalls } from './calls/measurements.ts';
import { specCalls } from './calls/specs.ts';
import { studyCalls } from './calls/studies.ts';
import { trainingCalls } from './calls/training.ts';
import type { Lab } from './lab.ts';
import type { LabService } from './served.ts';

/** Everything that can be asked of the lab, from groups of calls that each have one concern. */
export const labService = (lab: Lab): LabService => ({
  ...deviceCalls(lab),
  ...specCalls(lab),
  ...libraryCalls(lab),
  ...trainingCalls(lab),
  ...inspectionCalls(lab),
  ...datasetCalls(lab),
  ...measurementCalls(lab),
  ...studyCalls(lab),
});
