import { useDeferredValue, useMemo, useState } from 'react';
import { runOf, shownRun } from '../../session/state/runState.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { MoreItems } from '../common/LongList.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { useLongList } from '../common/useLongList.ts';
import { cannotExchangeRun } from '../train/controls.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';
import { runNames } from '../words/runNames.ts';
import { RunRow } from './RunRow.tsx';
import { type Column, columns, type Entry, entriesOf, type Sorting } from './runTable.ts';
import { SweepRow } from './SweepRow.tsx';

const titles: Readonly<Record<Column, string>> = {
  name: 'Run',
  network: 'Network',
  test: 'Test',
  validation: 'Validation',
  steps: 'Steps',
  time: 'Time',
  when: 'When',
};

const newestFirst: Sorting = { column: 'when', isDescending: true };

/** Every run on record, a row each; trials below their sweep, checkpoints below their run. */
export function RunTable() {
  const runs = useSessionState((state) => state.runs);
  const names = runNames(runs);
  const sweeps = useSessionState((state) => state.sweeps);
  const curveSlots = useSessionState((state) => state.curveSlots);
  const shownId = useSessionState(({ run }) => shownRun(run)?.id);
  const activeSweep = useSessionState((state) => state.activeSweep);
  const trialId = useSessionState(trialUnderWay);
  const counts = useCheckpointCounts();
  const [sorting, setSorting] = useState(newestFirst);
  /** What was opened or closed by hand, runs and sweeps. */
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  // What the rows say can be a moment late: they are rendered when there is time.
  const cannotChange = useDeferredValue(useDisabledReason('change'));
  const cannotExchange = useDeferredValue(useSessionState(cannotExchangeRun));

  const entries = useMemo(
    () =>
      entriesOf({
        ...{ runs, names, sweeps, sorting },
        present: activeSweep !== null && trialId ? { sweepId: activeSweep, runId: trialId } : null,
        isOpen: (id, trials) =>
          folds.get(id) ?? trials.some((trial) => trial.id === shownId || curveSlots.includes(trial.id)),
      }),
    [runs, names, sweeps, sorting, activeSweep, trialId, folds, shownId, curveSlots],
  );
  const { list, shown, total, showMore } = useLongList<HTMLTableElement, Entry>({
    items: entries,
    keyOf,
    isAlwaysShown: (entry) =>
      entry.kind === 'run' && (entry.run.id === shownId || curveSlots.includes(entry.run.id)),
  });
  const setFold = useMemo(
    () => (id: string, isOpen: boolean) => setFolds((before) => new Map(before).set(id, isOpen)),
    [],
  );

  return (
    <>
      <table ref={list} className="run-table" aria-label="Runs" hidden={runs.length === 0}>
        <thead>
          <tr>
            <td />
            {columns.map((column) => (
              <ColumnHead key={column} column={column} sorting={sorting} onSort={setSorting} />
            ))}
            <td />
          </tr>
        </thead>
        {shown.map((entry) =>
          entry.kind === 'sweep' ? (
            <SweepRow key={keyOf(entry)} entry={entry} onFold={setFold} />
          ) : (
            <RunRow
              key={keyOf(entry)}
              run={entry.run}
              name={names.get(entry.run.id) ?? entry.run.name}
              isTrial={entry.isTrial}
              isShown={entry.run.id === shownId}
              slot={curveSlots.indexOf(entry.run.id)}
              checkpointCount={counts.get(entry.run.id) ?? 0}
              isOpen={folds.get(entry.run.id) ?? entry.run.id === shownId}
              onFold={setFold}
              cannotChange={cannotChange}
              cannotExchange={cannotExchange}
            />
          ),
        )}
      </table>
      <MoreItems noun="runs" shown={shown.length} total={total} onShow={showMore} />
    </>
  );
}

function keyOf(entry: Entry): string {
  return entry.kind === 'run' ? entry.run.id : `sweep ${entry.sweep.plan.id}`;
}

function trialUnderWay({ activeSweep, run }: SessionState): string | undefined {
  return activeSweep === null ? undefined : runOf(run)?.id;
}

/** How many checkpoints there are of each run. */
function useCheckpointCounts(): ReadonlyMap<string, number> {
  const checkpoints = useSessionState((state) => state.checkpoints);
  return useMemo(() => {
    const counts = new Map<string, number>();
    for (const { summary } of checkpoints) {
      if (summary) counts.set(summary.runId, (counts.get(summary.runId) ?? 0) + 1);
    }
    return counts;
  }, [checkpoints]);
}

interface ColumnHeadProps {
  readonly column: Column;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
}

const arrows = { ascending: '↑', descending: '↓' };

/** Numbers are sorted from the highest first, texts from A. */
function ColumnHead({ column, sorting, onSort }: ColumnHeadProps) {
  const isSorted = sorting.column === column;
  const direction = sorting.isDescending ? 'descending' : 'ascending';
  const startsDescending = column !== 'name' && column !== 'network';
  return (
    <th scope="col" className={`run-${column}`} aria-sort={isSorted ? direction : undefined}>
      <button
        type="button"
        onClick={() => onSort({ column, isDescending: isSorted ? !sorting.isDescending : startsDescending })}
      >
        {titles[column]}
        <span aria-hidden="true" className="sort-arrow">
          {isSorted && arrows[direction]}
        </span>
      </button>
    </th>
  );
}
