import { useMemo } from 'react';
import { parameterLabel } from '../../configuration/parameters.ts';
import type { RunSummary } from '../../runs/runRecord.ts';
import { shownRun } from '../../session/state/runState.ts';
import { CheckpointList } from '../checkpoints/CheckpointList.tsx';
import { RestoreProofLine } from '../checkpoints/RestoreProofLine.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { wholeNumber } from '../words/numbers.ts';
import { changedValueText, configurationText } from '../words/parameters.ts';
import { runNames } from '../words/runNames.ts';

interface RunDetailsProps {
  readonly run: RunSummary;
  readonly name: string;
}

/** All that is known of a run's making, and its checkpoints. */
export function RunDetails({ run, name }: RunDetailsProps) {
  const checkpoints = useSessionState((state) => state.checkpoints);
  const ofRun = useMemo(
    () => checkpoints.filter(({ summary }) => summary?.runId === run.id),
    [checkpoints, run.id],
  );
  const isShown = useSessionState((state) => shownRun(state.run)?.id === run.id);
  const parentName = useSessionState(({ runs }) => run.parent && runNames(runs).get(run.parent.runId));
  return (
    <>
      <p className="quiet">{factsOf(run, parentName ?? run.parent?.runId)}</p>
      <CheckpointList checkpoints={ofRun} runName={name} />
      {/* Below them: no other Restore button may come under the pointer that has pressed one. */}
      {isShown && <RestoreProofLine />}
    </>
  );
}

function factsOf(run: RunSummary, parentName: string | undefined): string {
  const { id, network, hyperparameters, changes, backend, parent } = run;
  const keys = [...new Set(changes.map(({ key }) => key))].filter((key) => key !== 'maxSteps');
  const sentences = [
    configurationText(network, hyperparameters),
    ...keys.map((key) => `${parameterLabel(key)} ${changedValueText(key, changes)}`),
    ...(parent ? [`Forked from ${parentName} at step ${wholeNumber(parent.step)}`] : []),
    `Run ${id}${backend ? ` on ${backend}` : ''}`,
  ];
  return `${sentences.join('. ')}.`;
}
