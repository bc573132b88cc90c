import type { ArchitectureCard, Catalogue, DatasetCard, MethodCard, RoleCard } from './catalogue.ts';

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

/** Why a method cannot be trained on a dataset, e.g. `a set of sequences`; undefined when every role has an architecture. */
export function misfitOf(
  catalogue: Networks,
  method: Pick<MethodCard, 'roles'>,
  dataset: Pick<DatasetCard, 'shape'>,
): string | undefined {
  const fits = Object.values(method.roles).every((role) => architecturesFor(catalogue, role, dataset).length > 0);
  return fits ? undefined : `a set of ${kinds[dataset.shape.length] ?? `examples of rank ${dataset.shape.length}`}`;
}
