import type { Capabilities } from '../../worker/protocol/service.ts';

const kernelNames = [
  'MatMul',
  'Conv2D',
  'Conv2DBackpropInput',
  'Conv2DBackpropFilter',
  'Exp',
  'Softplus',
  'Tanh',
  'Sum',
  'Adam',
  'Philox',
];

/** A device without a graphics processor, whose kernels are right. */
export const fakeCapabilities: Capabilities = {
  backends: [
    {
      name: 'wasm',
      available: true,
      detail: 'WebAssembly SIMD',
      kernels: kernelNames.map((kernel, i) => ({ kernel, passed: true, error: (i + 1) * 3.1e-8, tolerance: 1e-5 })),
    },
    { name: 'webgpu', available: false, detail: 'this browser offers no GPU adapter', kernels: [] },
  ],
  chosen: { name: 'wasm', reason: 'no GPU adapter: using WebAssembly SIMD' },
  cores: 8,
  simd: true,
  crossOriginIsolated: false,
  storage: { usage: 38_000_000, quota: 2_400_000_000 },
};
