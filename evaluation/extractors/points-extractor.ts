import type { Extractor } from '../metric.ts';

/** SHA-256 of no bytes: there are no weights. */
const ofNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Points are their own features. */
export function pointsExtractor(dimension: number): Extractor {
  return {
    id: 'points-identity',
    family: 'points',
    space: 'coordinates',
    remark: 'Of the coordinates themselves.',
    sha256: ofNothing,
    features: dimension,
    classes: 0,
    run: async (x) => ({ features: x.slice(), probabilities: new Float32Array(0) }),
  };
}
