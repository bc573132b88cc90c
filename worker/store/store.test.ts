import 'fake-indexeddb/auto';
import { forceCloseDatabase } from 'fake-indexeddb';
import { describeStore } from './store.suite.ts';

describeStore('fake-indexeddb', (db) => forceCloseDatabase(db as never));
