import CheckpointNotices from '../checkpoints/CheckpointNotices.tsx';
import { ImportCheckpoint } from '../checkpoints/ImportCheckpoint.tsx';
import { LocalStorageMeter } from '../checkpoints/LocalStorageMeter.tsx';
import { OtherCheckpoints } from '../checkpoints/OtherCheckpoints.tsx';
import { ActionButton } from '../common/ActionButton.tsx';
import { FailureNotice } from '../common/FailureNotice.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { ComparisonTable } from './ComparisonTable.tsx';
import { RunTable } from './RunTable.tsx';
import './runs.css';

/** Every run that was trained here, with its checkpoints: open it, overlay its curves, compare, take it to TensorBoard. */
export default function RunsSection() {
  const session = useSession();
  const hasRuns = useSessionState((state) => state.runs.length > 0);
  const hasCheckpoints = useSessionState((state) => state.checkpoints.length > 0);
  const ticked = useSessionState((state) => state.shownRuns);
  const failure = useSessionState(({ notices }) => notices.find(({ place }) => place === 'runs')?.failure);
  const isRestoring = useSessionState(({ run }) => run.kind === 'restoring');

  function downloadLogs() {
    const chosen = ticked.length > 0 ? ticked.map(({ summary }) => summary) : session.store.getState().runs;
    void session.runs.exportRuns(chosen.map(({ id }) => id));
  }

  return (
    <section id="runs-section" className="section" aria-labelledby="runs-title">
      <div className="section-head">
        <h2 id="runs-title" tabIndex={-1}>
          Runs
        </h2>
        <div className="row">
          <ImportCheckpoint />
          <ActionButton
            disabledReason={hasRuns ? null : 'There is no run yet: press Train first.'}
            onPress={downloadLogs}
          >
            Download for TensorBoard
          </ActionButton>
        </div>
      </div>
      {failure && <FailureNotice failure={failure} />}
      <CheckpointNotices place="runs" />
      <p className="quiet">
        {hasRuns ? 'Tick runs to overlay them in the charts above, and to compare them here. ' : noRuns}
        <span role="status">{isRestoring && 'Restoring the weights…'}</span>
      </p>
      <RunTable />
      {ticked.length > 1 && <ComparisonTable runs={ticked.map(({ summary }) => summary)} />}
      <OtherCheckpoints />
      {hasCheckpoints && <LocalStorageMeter />}
    </section>
  );
}

const noRuns =
  'No runs yet. Each is kept here, with a checkpoint every 1,000 steps, at the end, on Pause and on Stop.';
