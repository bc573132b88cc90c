import { datasetCardOf } from '../../core/spec/dataset-card.ts';
import type { Catalogue } from '../../core/spec/catalogue.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { Lab } from '../state/lab.ts';
import type { StudySource } from '../state/route.ts';
import { formOf, formOfSpec } from './study-form.ts';
import type { StudyForm } from './study-form.ts';

export interface Started {
  readonly base: RunSpec;
  readonly form: StudyForm;
}

/** What a new study begins as: a preset, a copy of a study, or a study of a run. @returns undefined where there is no such thing. */
export async function startFrom(
  { service }: Lab,
  catalogue: Catalogue,
  from: StudySource | undefined,
): Promise<Started | undefined> {
  switch (from?.kind) {
    case undefined: {
      const [preset] = catalogue.presets;
      return preset && startFromSpec(preset.spec, preset.title, catalogue);
    }
    case 'preset': {
      const answer = await service.studyPresets();
      const study = answer.ok ? answer.value[from.id] : undefined;
      return study && { base: study.base, form: formOf(study) };
    }
    case 'study': {
      const answer = await service.openStudy(from.id);
      if (!answer.ok) return undefined;
      const { study } = answer.value.record;
      return { base: study.base, form: { ...formOf(study), title: `${study.title} (copy)`.slice(0, 120) } };
    }
    case 'run': {
      const answer = await service.open(from.id);
      if (!answer.ok) return undefined;
      const { spec, name, evaluation } = answer.value.run;
      return startFromSpec(spec, name, catalogue, evaluation?.metrics[0]?.id);
    }
  }
}

/** A study of a spec, which decides by a figure that such runs have. */
export function startFromSpec(spec: RunSpec, name: string, catalogue: Catalogue, primary?: string): Started {
  const images = datasetCardOf(catalogue, spec.data)?.shape.length === 3;
  return { base: spec, form: formOfSpec(spec, name.slice(0, 110), primary ?? (images ? 'fid-lenet84' : 'reverse-kl')) };
}
