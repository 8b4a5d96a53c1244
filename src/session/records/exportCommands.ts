import type { StoreApi } from 'zustand/vanilla';
import type { CheckpointStores } from '../../checkpoint/checkpointStores.ts';
import { type BatchSummary, pixelMeanOf } from '../../data/summary.ts';
import type { ExportedFile } from '../../export/exportedFile.ts';
import type { InputAnswers } from '../../import/requireInputs.ts';
import type { MetricsFormat } from '../../runs/metricsFiles.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import type { RunStore } from '../../runs/runStore.ts';
import type { Read } from '../../worker/reading/protocol.ts';
import type { Notices } from '../run/notices.ts';
import { runOf } from '../state/runState.ts';
import type { OpenedNote, SessionState } from '../state/sessionState.ts';

/** What a person can take away beside weights, and bring back. */
export interface ExportCommands {
  /**
   * Opens files of weights, of one network, and puts them among the checkpoints.
   *
   * @param answers to what an attempt before has asked
   */
  openWeights(files: readonly File[], answers?: InputAnswers): Promise<void>;
  /** All that was measured in the ticked runs, or in the present one where none is ticked. */
  downloadMetrics(format: MetricsFormat): Promise<void>;
  /** Hands files to the browser's downloads that the page itself makes, such as pictures of its charts. */
  deliver(makeFiles: () => Promise<readonly ExportedFile[]>): Promise<void>;
}

interface ExportEnvironment {
  readonly read: Read;
  readonly checkpointStores: CheckpointStores;
  readonly runStore: RunStore;
  readonly readSummaries: () => Promise<readonly BatchSummary[]>;
  readonly deliverFiles: (files: readonly ExportedFile[]) => void;
  readonly notices: Notices;
  readonly now: () => Date;
  readonly newRunId: () => string;
  readonly refreshCheckpoints: () => Promise<void>;
}

export function createExportCommands(
  store: StoreApi<SessionState>,
  environment: ExportEnvironment,
): ExportCommands {
  const { read, checkpointStores, runStore, deliverFiles, notices } = environment;

  async function chosenRecords(): Promise<readonly RunRecord[]> {
    const { shownRuns, run } = store.getState();
    if (shownRuns.length > 0) return shownRuns;
    const record = await runStore.load(runOf(run)?.id ?? '');
    return record ? [record] : [];
  }

  return {
    openWeights: (files, answers) =>
      notices.attempt('openedWeights', async () => {
        store.setState({ openedWeights: null });
        const opening = {
          pixelMean: pixelMeanOf(await environment.readSummaries()),
          runId: environment.newRunId(),
          now: environment.now(),
        };
        const { checkpoint, ...others } = await read('weights', {
          files,
          environment: opening,
          answers,
        });
        await checkpointStores.save(checkpoint);
        await environment.refreshCheckpoints();
        const { step, reason, network, hyperparameters } = checkpoint.summary;
        const forgets = reason === 'imported' && step > 0 && hyperparameters.optimizer !== 'sgd';
        store.setState({
          openedWeights: {
            files: files.map(({ name }) => name),
            step,
            network,
            hyperparameters,
            forgets,
            ...others,
          } satisfies OpenedNote,
        });
      }),

    downloadMetrics: (format) =>
      notices.attempt('export', async () => {
        const { metricsFiles } = await import('../../runs/metricsFiles.ts');
        deliverFiles(metricsFiles(await chosenRecords(), format));
      }),

    deliver: (makeFiles) => notices.attempt('export', async () => deliverFiles(await makeFiles())),
  };
}
