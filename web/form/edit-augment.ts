import type { AugmentationCard } from '../../core/spec/catalogue.ts';
import type { FieldValue } from '../../core/spec/fields.ts';
import { defaultsOf } from '../../core/spec/fields.ts';
import type { Augment } from '../../core/spec/run-spec.ts';
import type { SpecPath } from './paths.ts';

/** What the paths of augmentations begin with: `augment.<id>` is on or off, `augment.<id>.<name>` a setting of it. */
const prefix = 'augment.';

export const isAugmentPath = (path: SpecPath): boolean => path.startsWith(prefix);

/** The augmentations after one of them, or a setting of one, has been changed; undefined when none is left. */
export function editAugment(
  augment: Augment | undefined,
  path: SpecPath,
  value: FieldValue,
  cards: readonly AugmentationCard[],
): Augment | undefined {
  const [id = '', name] = path.slice(prefix.length).split('.');
  const { [id]: former, ...others } = augment ?? {};
  const defaults = defaultsOf(cards.find((card) => card.id === id)?.fields ?? {});
  if (name !== undefined) return { ...augment, [id]: { ...defaults, ...former, [name]: value } };
  if (value === true) return { ...augment, [id]: former ?? defaults };
  return Object.keys(others).length > 0 ? others : undefined;
}
