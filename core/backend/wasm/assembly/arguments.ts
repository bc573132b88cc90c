// How a kernel finds its numbers: `at` is the address of the first one of its instruction (see ../encode.ts), in 32-bit
// words: its parameters in the order of ../../program/operations.ts, its body, the addresses it writes, those it reads.

/** Whole number `index` of an instruction. */
// @ts-ignore: decorator
@inline
export function int(at: usize, index: i32): i32 {
  return load<i32>(at + (<usize>index << 2));
}

/** Single-precision number `index` of an instruction. */
// @ts-ignore: decorator
@inline
export function float(at: usize, index: i32): f32 {
  return load<f32>(at + (<usize>index << 2));
}

/** Address `index` of an instruction. */
// @ts-ignore: decorator
@inline
export function pointer(at: usize, index: i32): usize {
  return <usize>load<u32>(at + (<usize>index << 2));
}
