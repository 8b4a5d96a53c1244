import { ActionButton } from '../common/ActionButton.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useControl } from '../train/useControl.ts';

/** The numbers behind the charts. */
export function MetricsExport() {
  const session = useSession();
  const shown = useSessionState((state) => state.shownRuns.length);
  const unavailable = useControl('metrics');
  return (
    <div className="export-group">
      <h3>Metrics</h3>
      <p className="quiet">
        Loss, its parts, and all accuracies with their steps, of{' '}
        {shown > 0 ? 'the runs that are ticked in Compare' : 'the present run, or of those ticked in Compare'}
        : CSV for spreadsheets and pandas, JSON with the configurations too.
      </p>
      <div className="row">
        <ActionButton unavailable={unavailable} onPress={() => void session.exports.downloadMetrics('csv')}>
          Download CSV
        </ActionButton>
        <ActionButton unavailable={unavailable} onPress={() => void session.exports.downloadMetrics('json')}>
          Download JSON
        </ActionButton>
      </div>
    </div>
  );
}
