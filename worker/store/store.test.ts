import 'fake-indexeddb/auto';
import { forceCloseDatabase } from 'fake-indexeddb';
import { describeFaults } from './store-faults.suite.ts';
import { describeImportedSets } from './imported-sets.suite.ts';
import { describeStore } from './store.suite.ts';

describeStore('fake-indexeddb');
describeFaults('fake-indexeddb', (db) => forceCloseDatabase(db as never));
describeImportedSets('fake-indexeddb');
