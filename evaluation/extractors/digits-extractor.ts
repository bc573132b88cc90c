import type { Extractor } from '../metric.ts';

/**
 * Images whose channels are an image each, seen by the extractor of one channel: features and probabilities are those of
 * the first channel, then of the second, and so on.
 */
export function channelwise(ofOne: Extractor, channels: number): Extractor {
  return {
    ...ofOne,
    family: `${ofOne.family}-channels`,
    space: `${ofOne.family} features of each channel`,
    features: channels * ofOne.features,
    classes: channels * ofOne.classes,
    async run(x, count) {
      const pixels = x.length / (count * channels);
      // Channels lie side by side in each pixel: taken apart, they are images [count * channels, pixels], in the order
      // in which the outputs are wanted.
      const apart = new Float32Array(x.length);
      for (let i = 0; i < count * channels; i++) {
        const [example, channel] = [Math.floor(i / channels), i % channels];
        for (let p = 0; p < pixels; p++) apart[i * pixels + p] = x[(example * pixels + p) * channels + channel]!;
      }
      return ofOne.run(apart, count * channels);
    },
  };
}
