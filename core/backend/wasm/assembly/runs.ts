// What layouts are made of: runs of neighbours copied or set.

/** Longest run, in bytes, that is copied here; a longer one is worth a call of the browser's own routine. */
const shortRun: usize = 512;

/** Copies bytes; the runs don't overlap. */
// @ts-ignore: decorator
@inline
export function copyRun(to: usize, from: usize, bytes: usize): void {
  if (bytes > shortRun) {
    memory.copy(to, from, bytes);
    return;
  }
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(to + i, v128.load(from + i));
  if (i + 8 <= bytes) {
    store<u64>(to + i, load<u64>(from + i));
    i += 8;
  }
  if (i + 4 <= bytes) {
    store<u32>(to + i, load<u32>(from + i));
    i += 4;
  }
  for (; i < bytes; i++) store<u8>(to + i, load<u8>(from + i));
}

/** Sets bytes to the pattern of a 32-bit word, which starts anew with the run. */
export function setRun(to: usize, word: i32, bytes: usize): void {
  const four = i32x4.splat(word);
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    v128.store(to + i, four);
    v128.store(to + i, four, 16);
    v128.store(to + i, four, 32);
    v128.store(to + i, four, 48);
  }
  for (; i + 4 <= bytes; i += 4) store<i32>(to + i, word);
  for (; i < bytes; i++) store<u8>(to + i, <u8>(word >>> (<i32>(i & 3) << 3)));
}
