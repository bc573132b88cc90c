export function copy(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

export function concat(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

export function fill(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

