export function softmax(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}
