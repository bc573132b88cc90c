import { catalogue, objectionsTo } from './catalogue.ts';
import { studyDrafts } from './presets/studies.ts';
import type { StudySpec, StudyTools } from './spec/study-spec.ts';
import { requireStudySpec } from './spec/study-spec.ts';

/** What this version of the lab checks studies against. */
export const studyTools: StudyTools = { catalogue, objections: objectionsTo };

/** Studies to start from, complete. */
export const studyPresets = (): Readonly<Record<string, StudySpec>> =>
  Object.fromEntries(Object.entries(studyDrafts).map(([id, draft]) => [id, requireStudySpec(draft, studyTools)]));
