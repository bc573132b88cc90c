import type { StudySpec } from '../../core/spec/study-spec.ts';
import { parseStudySpec } from '../../core/spec/study-spec.ts';
import { studyTools } from '../../core/studies.ts';
import { metrics } from '../../evaluation/registry.ts';
import { LabError } from '../protocol/errors.ts';

/** Checks anything that claims to be a study. @throws LabError that names what is at fault. */
export function checkStudy(input: unknown): StudySpec {
  const parsed = parseStudySpec(input, studyTools);
  if (!parsed.ok) {
    const message = parsed.issues
      .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
      .join('; ');
    throw new LabError('invalid-spec', message, { path: parsed.issues[0]!.path });
  }
  const unknown = parsed.study.evaluation.metrics?.find((id) => !metrics.some((metric) => metric.id === id));
  if (unknown !== undefined) {
    const known = metrics.map(({ id }) => id).join(', ');
    throw new LabError('invalid-spec', `There is no metric ${unknown}: choose among ${known}`, {
      path: 'evaluation.metrics',
    });
  }
  return parsed.study;
}
