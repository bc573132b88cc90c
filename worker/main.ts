import * as Comlink from 'comlink';
import { Lab } from './service/lab.ts';
import { labService } from './service/lab-service.ts';
import { answerBenchmark, benchmarkerName } from './service/benchmark.ts';
import { answerEvaluationSpeed, evaluationTimerName } from './service/evaluation-speed.ts';
import { answerExperiment, experimenterName } from './service/experiment.ts';
import { answerImport, importerName } from './service/importer.ts';
import { answerProbe, proberName } from './service/probe.ts';
import { remoteService } from './service/remote-service.ts';
import { openStores } from './store/store.ts';

if (self.name === proberName) answerProbe();
else if (self.name === benchmarkerName) answerBenchmark();
else if (self.name === evaluationTimerName) answerEvaluationSpeed();
else if (self.name === importerName) answerImport();
else if (self.name === experimenterName) answerExperiment();
else Comlink.expose(remoteService(openStores().then((stores) => labService(new Lab(stores)))));
