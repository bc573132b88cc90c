import { catalogue } from '../../core/catalogue.ts';
import { methodOf } from '../../core/methods/registry.ts';
import { canonical } from '../../core/spec/canonical.ts';
import { datasetCardOf } from '../../core/spec/dataset-card.ts';
import { identityOf } from '../../core/spec/identity.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { RunRecord } from '../protocol/records.ts';
import type { StudyRun } from '../protocol/study.ts';
import type { RunStart } from '../store/run-store.ts';

/** Where a new run comes from, and the checkpoint that it starts with, if any. */
export interface Fork {
  readonly from: NonNullable<RunRecord['parent']>;
  readonly start?: RunStart;
}

/**
 * The record of a new run. Without a name it takes its preset's, or one made of its method and data.
 *
 * @param dataTitle What its data is called here, where it is an imported set.
 */
export async function newRun(
  spec: RunSpec,
  name: string | undefined,
  fork?: Fork,
  study?: StudyRun,
  dataTitle?: string,
): Promise<RunRecord> {
  const now = Date.now();
  return {
    id: crypto.randomUUID(),
    name: name ?? usualName(spec, dataTitle),
    spec,
    edits: [],
    identity: await identityOf(spec),
    createdAt: now,
    updatedAt: now,
    step: fork?.from.step ?? 0,
    trainedSeconds: fork?.start?.points?.at(-1)?.seconds ?? 0,
    resumes: [],
    ...(fork && { parent: fork.from }),
    ...(study && { study }),
  };
}

function usualName(spec: RunSpec, dataTitle?: string): string {
  const preset = catalogue.presets.find((candidate) => canonical(candidate.spec) === canonical(spec));
  const data = dataTitle ?? datasetCardOf(catalogue, spec.data)!.title;
  return preset?.title ?? `${methodOf(spec.method).title}, ${data}`;
}
