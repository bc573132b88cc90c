// Each operation has a loop in a function of its own: in one function the compiler would make all of them one loop that
// looks the operation up for every four numbers.
import * as code from './chain-codes';
import { each, eachSlow } from './chain-loops';

function identityLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.identity, d, a, p, q, bytes); }
function negLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.neg, d, a, p, q, bytes); }
function absLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.abs, d, a, p, q, bytes); }
function squareLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.square, d, a, p, q, bytes); }
function sqrtLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.sqrt, d, a, p, q, bytes); }
function rsqrtLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.rsqrt, d, a, p, q, bytes); }
function reciprocalLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.reciprocal, d, a, p, q, bytes); }
function reluLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.relu, d, a, p, q, bytes); }
function leakyReluLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.leakyRelu, d, a, p, q, bytes); }
function stepLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.step, d, a, p, q, bytes); }
function clipLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.clip, d, a, p, q, bytes); }
function signLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.sign, d, a, p, q, bytes); }
function floorLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.floor, d, a, p, q, bytes); }
function ceilLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.ceil, d, a, p, q, bytes); }
function roundLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.round, d, a, p, q, bytes); }
function truncateLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.truncate, d, a, p, q, bytes); }
function notLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.not, d, a, p, q, bytes); }
function isNaNLoop(d: usize, a: usize, p: v128, q: v128, bytes: usize): void { each(code.isNaN, d, a, p, q, bytes); }
function expLoop(d: usize, a: usize, bytes: usize): void { eachSlow(code.exp, d, a, bytes); }
function expm1Loop(d: usize, a: usize, bytes: usize): void { eachSlow(code.expm1, d, a, bytes); }
function eluLoop(d: usize, a: usize, bytes: usize): void { eachSlow(code.elu, d, a, bytes); }
function tanhLoop(d: usize, a: usize, bytes: usize): void { eachSlow(code.tanh, d, a, bytes); }
function sigmoidLoop(d: usize, a: usize, bytes: usize): void { eachSlow(code.sigmoid, d, a, bytes); }
function logLoop(d: usize, a: usize, bytes: usize): void { eachSlow(code.log, d, a, bytes); }
function log1pLoop(d: usize, a: usize, bytes: usize): void { eachSlow(code.log1p, d, a, bytes); }
function softplusLoop(d: usize, a: usize, bytes: usize): void { eachSlow(code.softplus, d, a, bytes); }

/** `d = kind(a)` over `bytes` of each; p and q are the numbers of the operation itself. */
export function singles(kind: i32, d: usize, a: usize, p: v128, q: v128, bytes: usize): void {
  switch (kind) {
    case code.identity: return identityLoop(d, a, p, q, bytes);
    case code.neg: return negLoop(d, a, p, q, bytes);
    case code.abs: return absLoop(d, a, p, q, bytes);
    case code.square: return squareLoop(d, a, p, q, bytes);
    case code.sqrt: return sqrtLoop(d, a, p, q, bytes);
    case code.rsqrt: return rsqrtLoop(d, a, p, q, bytes);
    case code.reciprocal: return reciprocalLoop(d, a, p, q, bytes);
    case code.relu: return reluLoop(d, a, p, q, bytes);
    case code.leakyRelu: return leakyReluLoop(d, a, p, q, bytes);
    case code.step: return stepLoop(d, a, p, q, bytes);
    case code.clip: return clipLoop(d, a, p, q, bytes);
    case code.sign: return signLoop(d, a, p, q, bytes);
    case code.floor: return floorLoop(d, a, p, q, bytes);
    case code.ceil: return ceilLoop(d, a, p, q, bytes);
    case code.round: return roundLoop(d, a, p, q, bytes);
    case code.truncate: return truncateLoop(d, a, p, q, bytes);
    case code.not: return notLoop(d, a, p, q, bytes);
    case code.isNaN: return isNaNLoop(d, a, p, q, bytes);
    case code.exp: return expLoop(d, a, bytes);
    case code.expm1: return expm1Loop(d, a, bytes);
    case code.elu: return eluLoop(d, a, bytes);
    case code.tanh: return tanhLoop(d, a, bytes);
    case code.sigmoid: return sigmoidLoop(d, a, bytes);
    case code.log: return logLoop(d, a, bytes);
    case code.log1p: return log1pLoop(d, a, bytes);
    case code.softplus: return softplusLoop(d, a, bytes);
    default: unreachable();
  }
}
