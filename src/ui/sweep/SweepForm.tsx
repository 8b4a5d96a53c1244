import { useMemo, useState } from 'react';
import {
  defaultHyperparameters,
  type Hyperparameters,
  numberDeclaration,
  type ParameterKey,
} from '../../configuration/hyperparameters.ts';
import { networkNamed } from '../../network/networks.ts';
import { memoryNeedOf } from '../../session/state/memoryNeed.ts';
import { chosenHyperparameters } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import {
  checkDraft,
  type DimensionDraft,
  type DraftField,
  dimensionDraft,
  initialDraft,
  type PlacedProblem,
  type SweepDraft,
  secondsRange,
  trialRange,
} from '../../sweep/sweepDraft.ts';
import { costliest, type SweepPlan, sweepableKeys, sweepMethods } from '../../sweep/sweepPlan.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';
import { planTooLargeText } from '../words/memory.ts';
import { draftProblemText, judgingText, methodHelp, methodTitles, planText } from '../words/sweeps.ts';
import { AddDimension } from './AddDimension.tsx';
import { DimensionRow } from './DimensionRow.tsx';
import { DraftNumber } from './DraftNumber.tsx';

/** Chooses what to search and how; everything else is taken from Configure. */
export function SweepForm({ onStarted }: { readonly onStarted: () => void }) {
  const session = useSession();
  const network = useSessionState((state) => state.network);
  const fields = useSessionState((state) => state.fields);
  /** Null as long as nothing was changed: the ranges follow Configure. */
  const [changed, setDraft] = useState<SweepDraft | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const cannotTrain = useDisabledReason('train');

  const keys = sweepableKeys(networkNamed(network)?.parameters ?? []);
  const base = useMemo(() => chosenHyperparameters({ network, fields }), [network, fields]);
  const draft = useMemo(() => changed ?? initialDraft(base ?? defaultHyperparameters), [changed, base]);
  // Dimensions of other networks are kept while this one is chosen.
  const dimensions = draft.dimensions.filter(({ key }) => keys.includes(key));
  const check = base && checkDraft({ ...draft, dimensions }, { network, base });
  const problems = check?.ok === false ? check.problems : [];
  const largest = useSessionState((state) => (check?.ok ? memoryNeedOfPlan(check.plan, state) : null));
  const disabledReason =
    cannotTrain ??
    (check?.ok ? null : 'Correct the marked values of the sweep first.') ??
    (largest === null ? null : planTooLargeText(largest));

  function replace(key: ParameterKey, replacement: DimensionDraft[]) {
    const replaced = draft.dimensions.flatMap((dimension) =>
      dimension.key === key ? replacement : [dimension],
    );
    setDraft({ ...draft, dimensions: replaced });
  }

  function start() {
    if (!check?.ok) return;
    setRefusal(null);
    onStarted();
    void session.sweeps.start(check.plan);
  }

  return (
    <div className="sweep-form">
      <div className="field">
        <label htmlFor="sweep-method">Search method</label>
        <select
          id="sweep-method"
          value={draft.method}
          onChange={(event) => {
            const method = sweepMethods.find((name) => name === event.target.value);
            if (method) setDraft({ ...draft, method });
          }}
        >
          {sweepMethods.map((method) => (
            <option key={method} value={method}>
              {methodTitles[method]}
            </option>
          ))}
        </select>
        <p className="quiet">{methodHelp[draft.method]}</p>
      </div>
      <ul className="dimensions" aria-label="Searched parameters">
        {dimensions.map((dimension) => (
          <DimensionRow
            key={dimension.key}
            dimension={dimension}
            problems={problems.filter(({ key }) => key === dimension.key)}
            onChange={(replacement) => replace(dimension.key, [replacement])}
            onRemove={() => replace(dimension.key, [])}
          />
        ))}
      </ul>
      <p className="field-problem" aria-live="polite">
        {problemAt(problems, 'dimensions')}
      </p>
      <AddDimension
        keys={keys.filter((key) => !dimensions.some((dimension) => dimension.key === key))}
        onAdd={(key) => setDraft({ ...draft, dimensions: [...draft.dimensions, dimensionDraft(key)] })}
      />
      <div className="row sweep-size">
        <DraftNumber
          label="Trials"
          range={trialRange}
          text={draft.trials}
          problem={problemAt(problems, 'trials')}
          onText={(trials) => setDraft({ ...draft, trials })}
        />
        <DraftNumber
          label="Steps per trial"
          range={numberDeclaration('maxSteps')}
          text={draft.steps}
          problem={problemAt(problems, 'steps')}
          onText={(steps) => setDraft({ ...draft, steps })}
        />
        <DraftNumber
          label="Seconds per trial"
          range={secondsRange}
          text={draft.seconds}
          placeholder="no limit"
          problem={problemAt(problems, 'seconds')}
          onText={(seconds) => setDraft({ ...draft, seconds })}
        />
      </div>
      {check?.ok && base && (
        <p className="quiet">
          {planText(check.plan)} {judgingText(base, check.plan.base)}
        </p>
      )}
      <div className="row">
        <ActionButton
          variant="primary"
          disabledReason={disabledReason}
          onRefused={setRefusal}
          onPress={start}
        >
          Start sweep
        </ActionButton>
        <p className="quiet" role="status">
          {disabledReason && refusal && disabledReason}
        </p>
      </div>
    </div>
  );
}

/** In bytes, of the trial that needs most; null where all trials can have what they need. */
function memoryNeedOfPlan(plan: Omit<SweepPlan, 'id'>, state: SessionState): number | null {
  const network = networkNamed(plan.network);
  if (!network) return null;
  const needOf = (hyperparameters: Hyperparameters) => memoryNeedOf(network, hyperparameters, state);
  const need = needOf(costliest(plan, (hyperparameters) => needOf(hyperparameters).bytes));
  return need.kind === 'too-much' ? need.bytes : null;
}

function problemAt(problems: readonly PlacedProblem[], field: DraftField): string | null {
  const found = problems.find((problem) => problem.field === field && problem.key === undefined);
  return found ? draftProblemText(found.problem) : null;
}
