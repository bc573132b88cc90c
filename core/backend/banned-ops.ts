/**
 * Functions of `tf` that core must not call, with the reason and what to use instead; a lint rule reads this table.
 */
export const bannedOps: Readonly<Record<string, string>> = {
  addN: 'On WebGPU it gives zeros, without an error, for more tensors than a shader may bind: add them two by two.',
  maxPool: 'Its second-order gradient is wrong on every backend: use strided convolutions or avgPool.',
  maxPoolWithArgmax: 'It has no gradient: use strided convolutions or avgPool.',
  pool: 'It can mean maxPool, whose second-order gradient is wrong: use avgPool.',
  depthwiseConv2d: 'Its gradients are missing on WASM and broken to second order: use conv2d.',
  separableConv2d: 'It is built on depthwiseConv2d, which has no usable gradients: use conv2d.',
  depthToSpace: 'It has no gradient: use reshape and transpose.',
  stridedSlice: 'It has no gradient: use slice, or reshape and slice.',
  einsum: 'It has no gradient and no WASM kernel: use matMul.',
  batchNorm: 'Its gradient is wrong to second order: compose it of mean, variance and arithmetic.',
  batchNorm4d: 'Its gradient is wrong to second order: compose it of mean, variance and arithmetic.',
  pow: 'Its gradient has traps at 0, and its accuracy differs between backends: use square, sqrt, exp and log.',
  norm: 'It has no finite gradient at 0: use sqrt(sum(square(x)) + 1e-12).',
  randomNormal: 'Its seed 0 means unseeded and it draws in JavaScript: use the streams of core/random.',
  randomUniform: 'Its draws repeat on no other machine: use the streams of core/random.',
  truncatedNormal: 'Its draws repeat on no other machine: use the streams of core/random.',
  multinomial: 'Its draws repeat on no other machine: use the streams of core/random.',
  dropout: 'Its draws repeat on no other machine: multiply by a mask drawn from core/random.',
  nextFrame: 'It waits for requestAnimationFrame, which stops in hidden pages: yield by a message channel.',
};
