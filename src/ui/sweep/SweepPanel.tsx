import { useEffect, useMemo, useRef, useState } from 'react';
import { nextTrial, trialTotal } from '../../sweep/nextTrial.ts';
import { ranked, type SweepRecord, stepsOfLongerRun, winnerOf } from '../../sweep/sweepState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { ConfirmDialog } from '../common/ConfirmDialog.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useDialog } from '../common/useDialog.ts';
import { focusTrain } from '../train/focusTrain.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';
import { counted, wholeNumber } from '../words/numbers.ts';
import { chanceText, methodTitles } from '../words/sweeps.ts';
import { ScatterPlot } from './ScatterPlot.tsx';
import { TrialsTable } from './TrialsTable.tsx';

/** As many as there are colours for. */
const maxCurves = 4;

interface SweepPanelProps {
  readonly sweep: SweepRecord;
  /** Whether it is to be brought into view: it was started just now, in the form above it. */
  readonly isJustStarted: boolean;
}

/** A sweep: how far it has come, what came out of it, and what can be done with that. */
export function SweepPanel({ sweep, isJustStarted }: SweepPanelProps) {
  const { plan, results } = sweep;
  const isActive = useSessionState(({ activeSweep }) => activeSweep === plan.id);
  const total = useMemo(() => trialTotal(sweep), [sweep]);
  const isDone = useMemo(() => nextTrial(sweep) === null, [sweep]);
  const listed = useSessionState((state) => state.runs);
  const runs = useMemo(() => new Map(listed.map((run) => [run.id, run])), [listed]);
  const winner = winnerOf(sweep);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isJustStarted) head.current?.focus();
  }, [isJustStarted]);
  return (
    <div className="sweep">
      <h3 ref={head} tabIndex={-1}>
        {methodTitles[plan.method]} search of {plan.id}
      </h3>
      <progress aria-label="Sweep" value={results.length} max={total} />
      <p className="figures">{sweepProgressText(results.length, total, isActive, isDone)}</p>
      <SweepActions sweep={sweep} isActive={isActive} isDone={isDone} />
      {results.length > 0 && (
        <>
          <TrialsTable sweep={sweep} runs={runs} />
          {winner !== null && winner.validationAccuracy !== null && (
            <p className="quiet">
              {chanceText(winner.validationAccuracy, winner.hyperparameters.validationImages)}
            </p>
          )}
          <div className="scatter-plots">
            {plan.dimensions.map((dimension) => (
              <ScatterPlot key={dimension.key} dimension={dimension} sweep={sweep} />
            ))}
          </div>
        </>
      )}
    </div>
  );
}

function sweepProgressText(done: number, total: number, isActive: boolean, isDone: boolean): string {
  const trials = `${wholeNumber(done)} of ${counted(total, 'trial')} done`;
  if (isDone) return `Complete: ${trials}.`;
  return isActive ? `Running: ${trials}.` : `Paused: ${trials}. Resume continues with the next one.`;
}

interface SweepActionsProps {
  readonly sweep: SweepRecord;
  readonly isActive: boolean;
  readonly isDone: boolean;
}

function SweepActions({ sweep, isActive, isDone }: SweepActionsProps) {
  const session = useSession();
  const { id } = sweep.plan;
  const confirmation = useDialog();
  const [refusal, setRefusal] = useState<string | null>(null);
  const cannotTrain = useDisabledReason('sweep');
  const cannotChange = useDisabledReason('change');
  const winner = winnerOf(sweep);
  const noWinner = winner ? null : 'No trial has a result yet: start or resume the sweep.';

  function act(work: () => unknown): () => void {
    return () => {
      setRefusal(null);
      void work();
    };
  }

  async function showBest() {
    const best = ranked(sweep.results).slice(0, maxCurves);
    const bestIds = best.map(({ runId }) => runId);
    const others = session.store.getState().shownRuns.filter(({ summary }) => !bestIds.includes(summary.id));
    for (const { summary } of others) await session.runs.setRunShown(summary.id, false);
    for (const runId of bestIds) await session.runs.setRunShown(runId, true);
  }

  return (
    <>
      <div className="row">
        {isActive ? (
          <ActionButton onPress={act(() => session.sweeps.pause())}>Pause sweep</ActionButton>
        ) : (
          <ActionButton
            variant={isDone ? 'plain' : 'primary'}
            disabledReason={isDone ? 'All trials are done.' : cannotTrain}
            onRefused={setRefusal}
            onPress={act(() => session.sweeps.resume(id))}
          >
            Resume sweep
          </ActionButton>
        )}
        <ActionButton
          disabledReason={noWinner ?? cannotTrain}
          onRefused={setRefusal}
          onPress={act(() => session.sweeps.openWinner(id).then(focusTrain))}
        >
          Open winner
        </ActionButton>
        <ActionButton
          disabledReason={noWinner ?? cannotTrain}
          onRefused={setRefusal}
          onPress={act(() => {
            focusTrain();
            return session.sweeps.trainWinnerLonger(id);
          })}
        >
          {winner ? `Train winner for ${counted(stepsOfLongerRun(winner), 'step')}` : 'Train winner longer'}
        </ActionButton>
        <ActionButton disabledReason={noWinner} onRefused={setRefusal} onPress={act(showBest)}>
          Show curves of the best
        </ActionButton>
        <ActionButton disabledReason={cannotChange} onRefused={setRefusal} onPress={confirmation.open}>
          Delete sweep
        </ActionButton>
        <ConfirmDialog
          dialog={confirmation.dialog}
          title="Delete this sweep?"
          action="Delete it"
          onConfirm={() => void session.sweeps.delete(id)}
        >
          This deletes the plan and the table of {id}. The runs of its trials stay in Runs.
        </ConfirmDialog>
      </div>
      <p className="quiet" role="status">
        {refusal}
      </p>
    </>
  );
}
