import { describe, expect, it } from 'vitest';
import { catalogue } from '../../core/catalogue.ts';
import { editAugment, isAugmentPath } from './edit-augment.ts';

const edit = (augment: Parameters<typeof editAugment>[0], path: string, value: boolean | number) =>
  editAugment(augment, path, value, catalogue.augmentations);

describe('editAugment', () => {
  it('turns augmentations on with their defaults, and off', () => {
    const one = edit(undefined, 'augment.rotation', true);
    expect(one).toEqual({ rotation: { degrees: 10 } });
    const two = edit(one, 'augment.cutout', true);
    expect(two).toEqual({ rotation: { degrees: 10 }, cutout: { side: 8 } });
    expect(edit(two, 'augment.rotation', false)).toEqual({ cutout: { side: 8 } });
    expect(edit(one, 'augment.rotation', false)).toBeUndefined();
  });

  it('changes a setting of one and leaves the others alone', () => {
    const augment = { rotation: { degrees: 10 }, cutout: { side: 8 } };
    expect(edit(augment, 'augment.rotation.degrees', 30)).toEqual({ rotation: { degrees: 30 }, cutout: { side: 8 } });
    expect(edit(augment, 'augment.rotation', true)).toEqual(augment);
    expect(augment.rotation.degrees).toBe(10);
  });
});

it('tells paths of augmentations from others', () => {
  expect(['augment.cutout', 'augment.cutout.side', 'data.modes', 'augmented'].map(isAugmentPath)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
