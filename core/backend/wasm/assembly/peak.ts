export function multiplyAddPeak(rounds: i32): f32 {
  return 0;
}
