export function optimise(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

export function average(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

export function norm(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

