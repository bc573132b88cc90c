import 'fake-indexeddb/auto';
import { describeStore } from './store.suite.ts';

describeStore('fake-indexeddb');
