export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** Both eigenvalues of a real 2 x 2 matrix `[[a, b], [c, d]]`, the one of larger imaginary (else real) part first. */
export function eigenvalues2(matrix: readonly (readonly number[])[]): readonly [Complex, Complex] {
  const [a, b, c, d] = matrix.flat() as [number, number, number, number];
  const centre = (a + d) / 2;
  // Not (trace^2 / 4 - determinant), which cancels where a is near d.
  const discriminant = ((a - d) / 2) ** 2 + b * c;
  const root = Math.sqrt(Math.abs(discriminant));
  if (discriminant >= 0) {
    return [
      { re: centre + root, im: 0 },
      { re: centre - root, im: 0 },
    ];
  }
  return [
    { re: centre, im: root },
    { re: centre, im: -root },
  ];
}

export const modulus = ({ re, im }: Complex): number => Math.hypot(re, im);
