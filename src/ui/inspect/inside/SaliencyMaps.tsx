import { useMemo, useState } from 'react';
import { classNames, imageSize } from '../../../data/cifar10.ts';
import type { ClassActivation, Saliency } from '../../../inspection/saliency.ts';
import { answerIn, type InspectionView } from '../../../session/state/inspectionState.ts';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { InlineChoice } from '../../common/InlineChoice.tsx';
import { Pictures } from '../../common/Pictures.tsx';
import { StepNote } from '../StepNote.tsx';
import { useInspection } from '../useInspection.ts';
import { Heatmap } from './Heatmap.tsx';

/** Of each map, on the screen: a whole multiple of 32. */
const side = 192;

const classOptions = [
  { value: '', label: 'the predicted one' },
  ...classNames.map((name, label) => ({ value: String(label), label: name })),
];

interface SaliencyMapsProps {
  /** [3072] */
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly view: InspectionView;
}

/** Which pixels and places of a picture speak for a class, and which against it. */
export function SaliencyMaps({ pixels, view }: SaliencyMapsProps) {
  const [chosen, setChosen] = useState('');
  const label = chosen === '' ? null : Number(chosen);
  const question = useMemo(() => ({ kind: 'saliency', pixels, label }) as const, [pixels, label]);
  const state = useInspection(view, question);

  const answer = answerIn(state, 'saliency');
  return (
    <div className="inspect-body">
      <div className="row">
        <InlineChoice label="Class" options={classOptions} value={chosen} onChoose={setChosen} />
        <StepNote view={state} />
      </div>
      {state?.failure && <FailureNotice failure={state.failure} />}
      {answer ? (
        <Maps saliency={answer.saliency} pixels={pixels} isPending={state?.isPending ?? false} />
      ) : (
        !state?.failure && <p className="quiet">Computing…</p>
      )}
    </div>
  );
}

interface MapsProps {
  readonly saliency: Saliency;
  readonly pixels: Uint8Array;
  /** Whether the answer for another picture or class is on its way. */
  readonly isPending: boolean;
}

function Maps({ saliency: { label, predicted, products, classActivation }, pixels, isPending }: MapsProps) {
  const pictures = useMemo(() => [pixels], [pixels]);
  const name = classNames[label] ?? '';
  return (
    <>
      <p role="status">{isPending ? 'Computing…' : <Verdict label={label} predicted={predicted} />}</p>
      <div className="saliency-maps">
        <figure>
          <Pictures
            pictures={pictures}
            columns={1}
            magnification={side / imageSize}
            label="The picture looked at"
          />
          <figcaption className="quiet">The picture</figcaption>
        </figure>
        <figure aria-label={`Gradient × input for ${name}`}>
          <Heatmap values={products} width={imageSize} limit={largest(products)} side={side} />
          <figcaption className="quiet">
            Gradient × input: what each pixel, as the network gets it, adds to the logit
          </figcaption>
        </figure>
        {classActivation && (
          <figure aria-label={`${methodName(classActivation)} for ${name}`}>
            <Heatmap
              values={classActivation.values}
              width={classActivation.width}
              limit={largest(classActivation.values)}
              side={side}
            />
            <figcaption className="quiet">{methodText(classActivation)}</figcaption>
          </figure>
        )}
      </div>
      <p>
        This describes how the logit reacts to small changes of this picture; it cannot say what the network
        would predict without some of these pixels, nor that it recognizes an object.
      </p>
    </>
  );
}

function Verdict({ label, predicted }: Pick<Saliency, 'label' | 'predicted'>) {
  return (
    <>
      Predicted: <span translate="no">{classNames[predicted]}</span>.{' '}
      {label !== predicted && (
        <>
          Shown: <span translate="no">{classNames[label]}</span>.{' '}
        </>
      )}
      Orange speaks for it, blue against it, grey is 0.
    </>
  );
}

function largest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function methodName({ method }: ClassActivation): string {
  return method === 'exact' ? 'Class activation map' : 'Grad-CAM';
}

function methodText({ method, values, width }: ClassActivation): string {
  const size = `${values.length / width} × ${width}`;
  return method === 'exact'
    ? `Class activation map: what each place of the last ${size} feature maps adds to the logit`
    : `Grad-CAM: the last convolution’s ${size} feature maps (before any pooling), each times its mean gradient; negative sums are 0`;
}
