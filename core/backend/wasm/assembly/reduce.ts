export function reduce(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

export function argReduce(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

export function softmax(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

