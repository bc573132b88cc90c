export function normForward(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

export function normBackward(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

