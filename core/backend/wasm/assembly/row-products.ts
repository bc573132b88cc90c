/**
 * Inner products in float64 of `rows` rows at `x` with `columns` rows at `y`, both of `length` numbers and packed: four
 * rows beside each other, number by number, rows past the end being 0. `out` gets `[rows, columns]`, both rounded up to
 * fours. Each product adds its terms one after another, so that it has the bits of a plain loop.
 */
export function rowProducts(x: usize, rows: i32, y: usize, columns: i32, length: i32, out: usize): void {
  const panel = <usize>length << 5;
  const stride = <usize>((columns + 3) & ~3) << 3;
  const endX = x + <usize>((rows + 3) >> 2) * panel;
  const endY = y + <usize>((columns + 3) >> 2) * panel;
  for (let fromX = x; fromX < endX; fromX += panel) {
    let at = out;
    for (let fromY = y; fromY < endY; fromY += panel) {
      panelProducts(fromX, fromY, fromX + panel, at, stride);
      at += 32;
    }
    out += stride << 2;
  }
}

/** The 4 x 4 products of two panels. */
export function panelProducts(x: usize, y: usize, end: usize, out: usize, stride: usize): void {
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  for (; x < end; x += 32, y += 32) {
    const left = v128.load(y);
    const right = v128.load(y, 16);
    const a = v128.load64_splat(x);
    a0 = f64x2.add(a0, f64x2.mul(a, left));
    a1 = f64x2.add(a1, f64x2.mul(a, right));
    const b = v128.load64_splat(x, 8);
    b0 = f64x2.add(b0, f64x2.mul(b, left));
    b1 = f64x2.add(b1, f64x2.mul(b, right));
    const c = v128.load64_splat(x, 16);
    c0 = f64x2.add(c0, f64x2.mul(c, left));
    c1 = f64x2.add(c1, f64x2.mul(c, right));
    const d = v128.load64_splat(x, 24);
    d0 = f64x2.add(d0, f64x2.mul(d, left));
    d1 = f64x2.add(d1, f64x2.mul(d, right));
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  out += stride;
  v128.store(out, b0);
  v128.store(out, b1, 16);
  out += stride;
  v128.store(out, c0);
  v128.store(out, c1, 16);
  out += stride;
  v128.store(out, d0);
  v128.store(out, d1, 16);
}
