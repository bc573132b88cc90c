import { OutOfMemoryError } from '../../program/out-of-memory.ts';
import type { Program } from '../../program/program.ts';
import { inTurns } from '../../turns.ts';
import { layOut } from './memory.ts';
import { pipelinesOf } from './pipelines.ts';
import { WebGpuProgram } from './webgpu-program.ts';

/**
 * Gives a program memory and pipelines of its own on a device, which is tfjs's: that of the current backend.
 * @throws OutOfMemoryError when it does not fit. @throws GPUPipelineError when the device does not take a shader.
 */
export async function loadWebGpuProgram(program: Program, device: GPUDevice): Promise<WebGpuProgram> {
  const arena = await inTurns(layOut(program));
  const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
  const most = Math.min(maxStorageBufferBindingSize, maxBufferSize);
  if (arena.bytes > most) throw new OutOfMemoryError(arena.bytes, most);
  const pipelines = pipelinesOf(device);
  await pipelines.compile(arena.dispatches);
  device.pushErrorScope('out-of-memory');
  const loaded = new WebGpuProgram(program, arena, device, pipelines);
  const error = await device.popErrorScope();
  if (error === null) return loaded;
  loaded.dispose();
  throw new OutOfMemoryError(arena.bytes, undefined, { cause: error });
}
