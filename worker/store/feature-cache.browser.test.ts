import { describeFeatureCache } from './feature-cache.suite.ts';

describeFeatureCache('this browser');
