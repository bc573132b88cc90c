/** First of the units that thread `thread` of `threads` does; its last one is before the first of the next thread. */
// @ts-ignore: decorator
@inline
export function firstOf(units: i32, thread: i32, threads: i32): i32 {
  return <i32>((<i64>units * thread) / threads);
}
