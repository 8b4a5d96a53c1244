import { useState } from 'react';
import { runOf } from '../../session/state/runState.ts';
import { showsArticlesNetwork } from '../../session/state/selectors.ts';
import type { ChartFormat } from '../charts/chartFile.ts';
import { usualSmoothing } from '../charts/curves.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { InlineChoice } from '../common/InlineChoice.tsx';
import { useSession } from '../common/sessionContext.ts';
import { useControl } from '../train/useControl.ts';

const formatOptions = [
  { value: 'svg', label: 'SVG' },
  { value: 'png', label: 'PNG' },
] as const;

/** Both charts, for a paper or a talk. */
export function ChartsExport() {
  const session = useSession();
  const [format, setFormat] = useState<ChartFormat>('svg');

  function download() {
    const state = session.store.getState();
    const { history, shownRuns, runs, run } = state;
    const own = runOf(run);
    const overlays = shownRuns
      .filter(({ summary }) => summary.id !== own?.id)
      .map((record) => ({ name: record.summary.name, history: record.history }));
    const contents = {
      ...{ history, overlays, smoothing: usualSmoothing },
      showArticle: showsArticlesNetwork(state),
      batchSize: own?.hyperparameters.batchSize ?? null,
    };
    const charted = {
      name: runs.find(({ id }) => id === own?.id)?.name ?? own?.id ?? 'runs',
      maxSteps: own?.hyperparameters.maxSteps ?? 0,
    };
    void session.exports.deliver(async () => {
      const { chartFile } = await import('../charts/chartFile.ts');
      const files = (['loss', 'accuracy'] as const).map((kind) => chartFile(kind, contents, charted, format));
      return (await Promise.all(files)).filter((file) => file !== null);
    });
  }

  return (
    <div className="export-group">
      <h3>Charts</h3>
      <p className="quiet">
        Two files, loss and accuracy, with every point, on white: SVG to print or edit, PNG for everything
        else.
      </p>
      <div className="row">
        <InlineChoice label="Chart format" options={formatOptions} value={format} onChoose={setFormat} />
        <ActionButton unavailable={useControl('metrics')} onPress={download}>
          Download charts
        </ActionButton>
      </div>
    </div>
  );
}
