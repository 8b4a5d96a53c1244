import { ActionButton } from '../common/ActionButton.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';

/** The numbers behind the charts. */
export function MetricsExport() {
  const session = useSession();
  const shown = useSessionState((state) => state.shownRuns.length);
  const disabledReason = useDisabledReason('metrics');
  return (
    <div className="export-group">
      <h3>Metrics</h3>
      <p className="quiet">
        Loss, its parts, and all accuracies with their steps, of{' '}
        {shown > 0 ? 'the runs ticked in Compare' : 'the current run, or of the runs ticked in Compare'}. CSV
        is for spreadsheets and pandas; JSON also contains the configurations.
      </p>
      <div className="row">
        <ActionButton
          disabledReason={disabledReason}
          onPress={() => void session.exports.downloadMetrics('csv')}
        >
          Download CSV
        </ActionButton>
        <ActionButton
          disabledReason={disabledReason}
          onPress={() => void session.exports.downloadMetrics('json')}
        >
          Download JSON
        </ActionButton>
      </div>
    </div>
  );
}
