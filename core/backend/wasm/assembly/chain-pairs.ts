// Each operation has a loop in a function of its own: in one function the compiler would make all of them one loop that
// looks the operation up for every four numbers.
import * as code from './chain-codes';
import { eachPair } from './chain-loops';

function addLoop(d: usize, a: usize, b: usize, bytes: usize): void { eachPair(code.add, d, a, b, bytes); }
function subLoop(d: usize, a: usize, b: usize, bytes: usize): void { eachPair(code.sub, d, a, b, bytes); }
function mulLoop(d: usize, a: usize, b: usize, bytes: usize): void { eachPair(code.mul, d, a, b, bytes); }
function divLoop(d: usize, a: usize, b: usize, bytes: usize): void { eachPair(code.div, d, a, b, bytes); }
function maximumLoop(d: usize, a: usize, b: usize, bytes: usize): void { eachPair(code.maximum, d, a, b, bytes); }
function minimumLoop(d: usize, a: usize, b: usize, bytes: usize): void { eachPair(code.minimum, d, a, b, bytes); }
function squaredDifferenceLoop(d: usize, a: usize, b: usize, bytes: usize): void { eachPair(code.squaredDifference, d, a, b, bytes); }
function lessLoop(d: usize, a: usize, b: usize, bytes: usize): void { eachPair(code.less, d, a, b, bytes); }
function lessEqualLoop(d: usize, a: usize, b: usize, bytes: usize): void { eachPair(code.lessEqual, d, a, b, bytes); }
function greaterLoop(d: usize, a: usize, b: usize, bytes: usize): void { eachPair(code.greater, d, a, b, bytes); }
function greaterEqualLoop(d: usize, a: usize, b: usize, bytes: usize): void { eachPair(code.greaterEqual, d, a, b, bytes); }
function equalLoop(d: usize, a: usize, b: usize, bytes: usize): void { eachPair(code.equal, d, a, b, bytes); }
function notEqualLoop(d: usize, a: usize, b: usize, bytes: usize): void { eachPair(code.notEqual, d, a, b, bytes); }
function andLoop(d: usize, a: usize, b: usize, bytes: usize): void { eachPair(code.and, d, a, b, bytes); }
function orLoop(d: usize, a: usize, b: usize, bytes: usize): void { eachPair(code.or, d, a, b, bytes); }
function tanhGradLoop(d: usize, a: usize, b: usize, bytes: usize): void { eachPair(code.tanhGrad, d, a, b, bytes); }
function eluGradLoop(d: usize, a: usize, b: usize, bytes: usize): void { eachPair(code.eluGrad, d, a, b, bytes); }

/** `d = kind(a, b)` over `bytes` of each. */
export function pairs(kind: i32, d: usize, a: usize, b: usize, bytes: usize): void {
  switch (kind) {
    case code.add: return addLoop(d, a, b, bytes);
    case code.sub: return subLoop(d, a, b, bytes);
    case code.mul: return mulLoop(d, a, b, bytes);
    case code.div: return divLoop(d, a, b, bytes);
    case code.maximum: return maximumLoop(d, a, b, bytes);
    case code.minimum: return minimumLoop(d, a, b, bytes);
    case code.squaredDifference: return squaredDifferenceLoop(d, a, b, bytes);
    case code.less: return lessLoop(d, a, b, bytes);
    case code.lessEqual: return lessEqualLoop(d, a, b, bytes);
    case code.greater: return greaterLoop(d, a, b, bytes);
    case code.greaterEqual: return greaterEqualLoop(d, a, b, bytes);
    case code.equal: return equalLoop(d, a, b, bytes);
    case code.notEqual: return notEqualLoop(d, a, b, bytes);
    case code.and: return andLoop(d, a, b, bytes);
    case code.or: return orLoop(d, a, b, bytes);
    case code.tanhGrad: return tanhGradLoop(d, a, b, bytes);
    case code.eluGrad: return eluGradLoop(d, a, b, bytes);
    default: unreachable();
  }
}
