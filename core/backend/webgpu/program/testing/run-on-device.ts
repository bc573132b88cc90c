import type { Instruction } from '../../../program/instruction.ts';
import type { Numbers, Program, ProgramBuffer } from '../../../program/program.ts';
import { loadWebGpuProgram } from '../load.ts';

/** A device as the backend asks for one, without tfjs. */
export async function testDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter!.requestDevice();
  device.addEventListener('uncapturederror', (event) => {
    throw new Error(event.error.message);
  });
  return device;
}

/** Bytes of elements as programs count them. */
const bytesOf = (values: Numbers) => values.byteLength;

/**
 * Runs one instruction on buffers of numbers; its writes are arrays of the right type and length, whose values don't
 * matter. Returns what it writes, as numbers.
 */
export async function runOnDevice(device: GPUDevice, instruction: Instruction<Numbers>): Promise<Numbers[]> {
  const buffers: ProgramBuffer[] = [];
  const reads = instruction.reads.map(
    (values) => buffers.push({ bytes: bytesOf(values), kind: 'constant', values }) - 1,
  );
  const writes = instruction.writes.map((values) => buffers.push({ bytes: bytesOf(values), kind: 'result' }) - 1);
  const program: Program = { buffers, instructions: [{ ...instruction, reads, writes }], state: [] };
  const loaded = await loadWebGpuProgram(program, device);
  try {
    loaded.run();
    const results = await loaded.read(writes);
    return results.map(({ buffer }, n) => {
      const like = instruction.writes[n]!;
      if (like instanceof Float32Array) return new Float32Array(buffer);
      const whole = new Int32Array(buffer);
      return like instanceof Int32Array ? whole : Uint8Array.from(whole);
    });
  } finally {
    loaded.dispose();
  }
}
