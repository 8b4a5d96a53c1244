import { useDeferredValue } from 'react';
import { ActionButton } from '../common/ActionButton.tsx';
import { FailureNotice } from '../common/FailureNotice.tsx';
import { LongList } from '../common/LongList.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { cannotExchangeRun } from '../train/controls.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';
import { ComparisonTable } from './ComparisonTable.tsx';
import { RunRow } from './RunRow.tsx';
import './runs.css';

/** Every run that was trained here: look at it again, lay its curves over others, compare, take it to TensorBoard. */
export default function RunsSection() {
  const session = useSession();
  const runs = useSessionState((state) => state.runs);
  const shown = useSessionState((state) => state.shownRuns);
  const failure = useSessionState(({ notices }) => notices.find(({ place }) => place === 'runs')?.failure);
  const chosen = shown.map(({ summary }) => summary);
  const chosenIds = new Set(chosen.map(({ id }) => id));
  // What the rows say can be a moment late: they are rendered when there is time.
  const cannotChange = useDeferredValue(useDisabledReason('change'));
  const cannotExchange = useDeferredValue(useSessionState(cannotExchangeRun));
  return (
    <section id="runs-section" className="section" aria-labelledby="runs-title">
      <div className="section-head">
        <h2 id="runs-title">Runs</h2>
        <ActionButton
          disabledReason={runs.length === 0 ? 'There is no run yet: press Train first.' : null}
          onPress={() =>
            void session.runs.exportRuns((chosen.length > 0 ? chosen : runs).map(({ id }) => id))
          }
        >
          Download for TensorBoard
        </ActionButton>
      </div>
      {failure && <FailureNotice failure={failure} />}
      {runs.length === 0 ? (
        <p className="quiet">No runs yet. Each run is kept here with its curves, its log and its result.</p>
      ) : (
        <>
          <p className="quiet">
            Ticked runs are drawn over the current run in the charts and compared side by side below. The
            download contains the ticked runs, or all runs if none is ticked: for each, a log directory named
            after its configuration.
          </p>
          <LongList
            label="Runs"
            noun="runs"
            className="run-list"
            items={runs}
            keyOf={({ id }) => id}
            isAlwaysShown={({ id }) => chosenIds.has(id)}
          >
            {(run) => (
              <RunRow
                key={run.id}
                run={run}
                isShown={chosenIds.has(run.id)}
                cannotChange={cannotChange}
                cannotExchange={cannotExchange}
              />
            )}
          </LongList>
          {chosen.length > 1 && <ComparisonTable runs={chosen} />}
        </>
      )}
    </section>
  );
}
