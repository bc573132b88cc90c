import * as Comlink from 'comlink';
import { LabService } from './service/lab-service.ts';
import { remoteService } from './service/remote-service.ts';
import { openStore } from './store/store.ts';

Comlink.expose(remoteService(openStore().then((store) => new LabService(store))));
