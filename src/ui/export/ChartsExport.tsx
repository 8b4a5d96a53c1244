import { useState } from 'react';
import { shownRun } from '../../session/state/runState.ts';
import { isBesideArticle } from '../../session/state/selectors.ts';
import type { ChartFormat } from '../charts/chartFile.ts';
import { comparedRuns, usualSmoothing } from '../charts/plot.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { InlineChoice } from '../common/InlineChoice.tsx';
import { useSession } from '../common/sessionContext.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';
import { runNames } from '../words/runNames.ts';

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
    const { history, target, shownRuns, curveSlots, runs, run } = state;
    const own = shownRun(run);
    const id = own?.id ?? 'runs';
    const names = runNames(runs);
    const { maxSteps = 0, batchSize = null } = own?.hyperparameters ?? {};
    const contents = {
      ...{ history, target, batchSize, maxSteps, smoothing: usualSmoothing },
      compared: comparedRuns(shownRuns, curveSlots, own?.id, names),
      showArticle: isBesideArticle(state),
    };
    const name = { shown: names.get(id) ?? id, inFile: runs.find((kept) => kept.id === id)?.name ?? id };
    void session.exports.deliver(async () => {
      const { chartFile } = await import('../charts/chartFile.ts');
      const files = (['loss', 'accuracy'] as const).map((kind) => chartFile(kind, contents, name, format));
      return (await Promise.all(files)).filter((file) => file !== null);
    });
  }

  return (
    <div className="export-group">
      <h3>Charts</h3>
      <p className="quiet">
        Two files, loss and accuracy, with every point, on a white background: SVG to print or edit, PNG for
        everything else.
      </p>
      <div className="row">
        <InlineChoice
          label="Chart format"
          options={formatOptions}
          value={format}
          onChoose={setFormat}
          translate="no"
        />
        <ActionButton disabledReason={useDisabledReason('metrics')} onPress={download}>
          Download charts
        </ActionButton>
      </div>
    </div>
  );
}
