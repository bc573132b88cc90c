import type {
  ArchitectureCard,
  AugmentationCard,
  Catalogue,
  DatasetCard,
  MethodCard,
  Objection,
  RoleCard,
} from './catalogue.ts';
import type { Augment } from './run-spec.ts';

/** What examples of each rank are called. */
const kinds: Readonly<Record<number, string>> = { 1: 'points', 3: 'images', 4: 'sequences' };

type Networks = Pick<Catalogue, 'architectures'>;

/** Architectures of a role that work with a dataset's shape, best first. The first is the role's default. */
export function architecturesFor(
  catalogue: Networks,
  role: RoleCard,
  dataset: Pick<DatasetCard, 'shape'>,
): readonly ArchitectureCard[] {
  return role.architectures.flatMap((id) =>
    catalogue.architectures.filter((card) => card.id === id && card.dataRanks.includes(dataset.shape.length)),
  );
}

/** Why a method cannot be trained on a dataset, e.g. `a set of sequences`; undefined where it can. */
export function misfitOf(
  catalogue: Networks,
  method: Pick<MethodCard, 'roles' | 'needsClasses'>,
  dataset: Pick<DatasetCard, 'shape' | 'classes'>,
): string | undefined {
  const fits = Object.values(method.roles).every((role) => architecturesFor(catalogue, role, dataset).length > 0);
  if (!fits) return `a set of ${kinds[dataset.shape.length] ?? `examples of rank ${dataset.shape.length}`}`;
  return method.needsClasses && dataset.classes === 0 ? 'a set without classes' : undefined;
}

/** Why an augmentation does not fit a dataset, e.g. `is not for points`; undefined where it does. */
export function augmentationMisfitOf(
  { dataRanks, pairs }: Pick<AugmentationCard, 'dataRanks' | 'pairs'>,
  { shape, pair }: Pick<DatasetCard, 'shape' | 'pair'>,
): string | undefined {
  if (!dataRanks.includes(shape.length)) return `is not for ${kinds[shape.length] ?? 'such examples'}`;
  if (pair && !pairs) return 'is not for sets of two domains: the values of one would no longer follow from the other';
  return undefined;
}

/** The augmentations of a spec that fit another dataset, or undefined where there are none. */
export function augmentFor(
  { augmentations }: Pick<Catalogue, 'augmentations'>,
  augment: Augment | undefined,
  dataset: Pick<DatasetCard, 'shape' | 'pair'>,
): Augment | undefined {
  const fitting = Object.entries(augment ?? {}).filter(([id]) => {
    const card = augmentations.find((candidate) => candidate.id === id);
    return card && augmentationMisfitOf(card, dataset) === undefined;
  });
  return fitting.length > 0 ? Object.fromEntries(fitting) : undefined;
}

/** What to think of before training with augmentations that are allowed: those that change what an example means. */
export function augmentationCautions(
  { augmentations }: Pick<Catalogue, 'augmentations'>,
  augment: Augment | undefined,
  { turned }: Pick<DatasetCard, 'turned'>,
): readonly Objection[] {
  if (turned === undefined) return [];
  return augmentations.flatMap(({ id, turns }) => {
    const value = turns && augment?.[id]?.[turns.field];
    return typeof value === 'number' && value > turns!.above ? [{ path: `augment.${id}`, message: turned }] : [];
  });
}
