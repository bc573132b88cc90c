import 'fake-indexeddb/auto';
import { describeFeatureCache } from './feature-cache.suite.ts';

describeFeatureCache('fake-indexeddb');
