import { expect, test } from 'vitest';
import { normal } from '../../core/random/stream.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** The second-difference matrix, whose eigenvalues are 2 - 2 cos(k pi / (n + 1)). */
function secondDifferences(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, at) => {
    const distance = Math.abs((at % size) - Math.floor(at / size));
    return distance === 0 ? 2 : distance === 1 ? -1 : 0;
  });
}

test('the eigenvalues of the second-difference matrix are 2 - 2 cos(k pi / (n + 1)), at 84 x 84', () => {
  const { values } = symmetricEigen(secondDifferences(84), 84);
  values.forEach((value, k) => expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / 85), 12));
});

test('a random symmetric matrix is rebuilt from orthonormal eigenvectors', () => {
  const size = 23;
  const draws = normal(3, 'eigen', 0, size * size);
  const matrix = Float64Array.from(draws, (_, at) => draws[at]! + draws[(at % size) * size + Math.floor(at / size)]!);
  const { values, vectors } = symmetricEigen(matrix, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let rebuilt = 0;
      let inner = 0;
      for (let k = 0; k < size; k++) {
        rebuilt += vectors[i * size + k]! * values[k]! * vectors[j * size + k]!;
        inner += vectors[k * size + i]! * vectors[k * size + j]!;
      }
      expect(rebuilt).toBeCloseTo(matrix[i * size + j]!, 11);
      expect(inner).toBeCloseTo(i === j ? 1 : 0, 12);
    }
  }
});

test('repeated and zero eigenvalues are exact', () => {
  expect([...symmetricEigen(new Float64Array(9), 3).values]).toEqual([0, 0, 0]);
  const ones = symmetricEigen(new Float64Array(16).fill(1), 4).values;
  [0, 0, 0, 4].forEach((value, k) => expect(ones[k]).toBeCloseTo(value, 14));
});

test('a matrix with NaN or of another size is refused', () => {
  expect(() => symmetricEigen(Float64Array.of(1, NaN, NaN, 1), 2)).toThrow(RangeError);
  expect(() => symmetricEigen(Float64Array.of(1, 2, 3), 2)).toThrow('4 entries, not 3');
});
