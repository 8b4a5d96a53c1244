import type { ReactNode } from 'react';
import type { BackendInfo } from '../../backend/backendInfo.ts';
import type { GpuPrecision } from '../../backend/gpuPrecision.ts';
import { shownRun } from '../../session/state/runState.ts';
import { viewsOfRun } from '../../session/state/selectors.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { accuracyText, counted, lossText, millisecondsText, wholeNumber } from '../words/numbers.ts';

/** The run in numbers, and what it is computed on. */
export default function RunFacts() {
  const run = useSessionState((state) => shownRun(state.run));
  const last = useSessionState(({ history }) => history.training.at(-1));
  const validation = useSessionState(({ history }) => history.validation.at(-1));
  const views = useSessionState(viewsOfRun);
  const backend = useSessionState((state) => state.backend);
  const msPerStep = run?.progress.msPerStep ?? null;
  const batchSize = run?.hyperparameters.batchSize ?? 0;
  const tensorCount = run?.progress.tensorCount ?? 0;
  const isValidated = (run?.hyperparameters.validationImages ?? 0) > 0;
  return (
    <div>
      <dl className="facts">
        <Fact name="Loss, last batch">{last ? lossText(last.loss) : '–'}</Fact>
        <Fact name="Training accuracy, last batch">{last ? accuracyText(last.accuracy) : '–'}</Fact>
        {isValidated && (
          <Fact
            name={`Validation accuracy${views}${validation ? `, step ${wholeNumber(validation.step)}` : ''}`}
          >
            {validation ? accuracyText(validation.accuracy) : '–'}
          </Fact>
        )}
        <Fact name="Epochs">{run ? run.progress.epochs.toFixed(2) : '–'}</Fact>
        <Fact name="Time per step">{msPerStep === null ? '–' : millisecondsText(msPerStep)}</Fact>
        <Fact name="Examples per second">
          {msPerStep === null ? '–' : wholeNumber((1000 * batchSize) / msPerStep)}
        </Fact>
      </dl>
      <p className="quiet backend-line">
        {backend && backendText(backend)}
        {backend && tensorCount > 0 && ` ${counted(tensorCount, 'tensor')} in memory.`}
      </p>
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd translate="no">{children}</dd>
    </div>
  );
}

export function backendText(info: BackendInfo): string {
  const { name, renderer, isSoftware, precision, threads } = info;
  switch (name) {
    case 'webgl': {
      const software = isSoftware ? ' The GPU is emulated on the CPU, which is slow.' : '';
      return `Backend: WebGL on ${renderer ?? 'an unnamed GPU'}.${software}${precisionTexts[precision]}`;
    }
    case 'webgpu': {
      const software = isSoftware ? ' The GPU is emulated on the CPU, which is very slow.' : '';
      return `Backend: WebGPU on ${renderer ?? 'an unnamed GPU'}.${software}`;
    }
    case 'wasm':
      return `Backend: WASM on ${counted(threads, 'thread')} of the CPU. ${noGpuText(info)}`;
    case 'cpu':
      return `Backend: CPU, in plain JavaScript: everything works, but many times slower. ${noGpuText(info)}`;
  }
}

const precisionTexts: Record<GpuPrecision, string> = {
  single: '',
  half: ' This GPU supports only 16-bit floats: results are less precise, and large numbers overflow. Choose WASM for full precision.',
  low: ' This GPU computes less precisely than with 32-bit floats. Choose WASM for full precision.',
};

/** Why Auto does not use a GPU. */
const imprecisionTexts: Record<Exclude<GpuPrecision, 'single'>, string> = {
  half: 'it supports only 16-bit floats, and the CPU uses 32-bit floats. Choose WebGL to use it anyway.',
  low: 'it computes less precisely than the CPU. Choose WebGL to use it anyway.',
};

function noGpuText({ renderer, isSoftware, precision }: BackendInfo): string {
  if (renderer === null) return 'This browser does not support WebGL in workers.';
  if (isSoftware) return 'No GPU was found.';
  return `The GPU (${renderer}) is not used${precision === 'single' ? '.' : `: ${imprecisionTexts[precision]}`}`;
}
