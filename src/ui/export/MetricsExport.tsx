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
        Loss, its parts, learning rate and all accuracies by step and time, of{' '}
        {shown > 0 ? 'the runs ticked in Runs' : 'the current run, or of the runs ticked in Runs'}. In a row,
        training figures are of the next batch, before its update; validation and test accuracies are measured
        after all updates so far. CSV is a table for spreadsheets and pandas, with a second file that explains
        the columns and has the configurations; JSON has everything in one file.
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
