import { storedBatches } from '../../session/state/dataState.ts';
import { hasWeights, runOf } from '../../session/state/runState.ts';
import { chosenHyperparameters, viewsOfRun } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { accuracyText, counted, wholeNumber } from '../words/numbers.ts';
import { shortConfiguration } from '../words/parameters.ts';

interface Stage {
  readonly target: string;
  readonly title: string;
  /** Where the stage stands, in one short line. */
  readonly state: (state: SessionState) => string;
}

const stages: readonly Stage[] = [
  { target: 'data', title: 'Data', state: dataLine },
  { target: 'configure', title: 'Configure', state: configurationLine },
  { target: 'train', title: 'Train', state: trainLine },
  { target: 'inspect', title: 'Inspect', state: inspectLine },
  { target: 'compare', title: 'Compare', state: runsLine },
  { target: 'search', title: 'Search', state: sweepsLine },
  { target: 'export', title: 'Export', state: exportLine },
];

/** The path from data to weights, with the state of each stage: the page's navigation. */
export function PathNavigation() {
  return (
    <nav className="stages" aria-label="Stages">
      <ol className="path">
        {stages.map((stage) => (
          <StageLink key={stage.target} stage={stage} />
        ))}
      </ol>
    </nav>
  );
}

function StageLink({ stage }: { readonly stage: Stage }) {
  const line = useSessionState(stage.state);
  return (
    <li>
      <a href={`#${stage.target}`}>
        <span className="stage-title">{stage.title}</span>
        <span className="stage-state">{line}</span>
      </a>
    </li>
  );
}

function dataLine({ data }: SessionState): string {
  if (data.kind === 'ready') return '60,000 images';
  if (data.kind === 'importing') return `${storedBatches(data).length} of 6 batches`;
  return 'not loaded';
}

function configurationLine(state: SessionState): string {
  const values = chosenHyperparameters(state);
  return values ? shortConfiguration(state.network, values) : 'needs correction';
}

function trainLine({ run }: SessionState): string {
  const present = runOf(run);
  if (!present) return 'not started';
  return `${wholeNumber(present.progress.step)} of ${counted(present.hyperparameters.maxSteps, 'step')}`;
}

function inspectLine({ logitsHistograms }: SessionState): string {
  const count = logitsHistograms.length;
  return count === 0 ? 'the model graph' : counted(count, 'histogram');
}

function runsLine({ runs }: SessionState): string {
  return counted(runs.length, 'run');
}

function sweepsLine({ sweeps, activeSweep }: SessionState): string {
  if (activeSweep !== null) return 'running';
  return counted(sweeps.length, 'sweep');
}

function exportLine({ history, run }: SessionState): string {
  const result = history.test.at(-1);
  if (result) return `${accuracyText(result.accuracy)} on the test set${viewsOfRun({ run })}`;
  return hasWeights(run) ? 'weights ready' : 'no weights yet';
}
