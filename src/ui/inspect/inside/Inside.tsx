import { useMemo, useState } from 'react';
import { classNames } from '../../../data/cifar10.ts';
import { type Place, placeOf } from '../../../inspection/featureMaps.ts';
import { receptiveField } from '../../../inspection/receptiveField.ts';
import { type TracedValue, traced } from '../../../inspection/tracedValues.ts';
import type { LayerSpec } from '../../../network/specification.ts';
import { answerIn, type InspectionView } from '../../../session/state/inspectionState.ts';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { LazyDetails } from '../../common/LazyDetails.tsx';
import { useShownNetwork } from '../../common/useShownNetwork.ts';
import { layerTitle, unitNoun } from '../../words/layers.ts';
import { wholeNumber } from '../../words/numbers.ts';
import { mapsText, placeText } from '../../words/outputValues.ts';
import { ClassScores } from './ClassScores.tsx';
import { ExcitingImages } from './ExcitingImages.tsx';
import { FeatureMaps } from './FeatureMaps.tsx';
import { type SeenStage, seenStages } from './insideLayers.ts';
import { NearestImages } from './NearestImages.tsx';
import { OutlinedPicture } from './OutlinedPicture.tsx';
import { OutputValue } from './OutputValue.tsx';
import { PlaceFields } from './PlaceFields.tsx';
import { SaliencyMaps } from './SaliencyMaps.tsx';
import './inside.css';
import { useInspection } from '../useInspection.ts';

/** The picture, on the screen. */
const magnification = 6;

interface InsideProps {
  /** [3072] */
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly views: InsideViews;
}

/** Where each question is asked: two pictures can be looked at. */
export interface InsideViews {
  readonly outputs: InspectionView;
  readonly weights: InspectionView;
  readonly saliency: InspectionView;
  readonly exciting: InspectionView;
  readonly nearest: InspectionView;
}

/** What every layer of the network makes of a picture, and how one of its values comes about. */
export function Inside({ pixels, views }: InsideProps) {
  const { network, hyperparameters } = useShownNetwork();
  const question = useMemo(() => ({ kind: 'layerOutputs', pixels }) as const, [pixels]);
  const state = useInspection(views.outputs, question);

  const layers = useMemo(() => network?.layers(hyperparameters) ?? [], [network, hyperparameters]);
  const answer = answerIn(state, 'layerOutputs');
  const stages = useMemo(() => answer && seenStages(layers, answer.values), [layers, answer]);
  if (state?.failure) return <FailureNotice failure={state.failure} />;
  if (!stages || !state?.answer) return <p className="quiet">Computing…</p>;
  return (
    <>
      <p role="status" className="quiet">
        Step {wholeNumber(state.answer.weights.step)}
      </p>
      <LazyDetails summary="What speaks for a class, pixel by pixel">
        <SaliencyMaps pixels={pixels} view={views.saliency} />
      </LazyDetails>
      <LazyDetails summary="The most similar training images">
        <NearestImages pixels={pixels} view={views.nearest} />
      </LazyDetails>
      <Stages layers={layers} stages={stages} pixels={pixels} views={views} />
    </>
  );
}

interface StagesProps {
  readonly layers: readonly LayerSpec[];
  readonly stages: readonly SeenStage[];
  readonly pixels: Uint8Array;
  readonly views: InsideViews;
}

interface Chosen {
  readonly layer: string;
  readonly place: Place;
}

function Stages({ layers, stages, pixels, views }: StagesProps) {
  const [wanted, setWanted] = useState<Chosen | null>(null);
  const stage = stages.find(({ first }) => first.name === wanted?.layer) ?? stages[0];
  const strongest = useMemo(() => stage && strongestPlace(stage), [stage]);
  const place = wanted !== null && wanted.layer === stage?.first.name ? wanted.place : strongest;
  const steps = useMemo(
    () => (stage && place ? traced(stage.layers, stage.outputs, place) : []),
    [stage, place],
  );
  if (!stage || !place) return null;
  return (
    <div className="inside">
      <section className="inspect-part inside-value" aria-label="One value">
        <h4>One value</h4>
        <p>{placeText(stage.first.name, place, stage.shape)}</p>
        <PlaceFields
          stages={stages}
          stage={stage}
          place={place}
          onChoose={({ first }, chosen) => setWanted({ layer: first.name, place: chosen })}
        />
        <PictureWithField layers={layers} stage={stage} steps={steps} pixels={pixels} />
        <OutputValue
          layers={layers}
          stage={stage}
          steps={steps}
          channel={place.channel}
          view={views.weights}
        />
        <LazyDetails summary={`Test images that excite this ${unitNoun(stage.first.name)} most`}>
          <ExcitingImages
            layers={layers.slice(0, stage.place + 1)}
            layer={stage.first.name}
            output={place.channel}
            view={views.exciting}
          />
        </LazyDetails>
      </section>
      <div className="inside-maps">
        {stages.map((one) => (
          <section key={one.first.name} className="inspect-part" aria-label={layerTitle(one.first.name)}>
            <h4>
              {layerTitle(one.first.name)} <span className="quiet">{stageText(one)}</span>
            </h4>
            <StageValues
              stage={one}
              chosen={one === stage ? place : null}
              onChoose={(chosen) => setWanted({ layer: one.first.name, place: chosen })}
            />
          </section>
        ))}
      </div>
    </div>
  );
}

interface StageValuesProps {
  readonly stage: SeenStage;
  /** The value that is explained, where it is one of these. */
  readonly chosen: Place | null;
  readonly onChoose: (place: Place) => void;
}

/** The values of a stage: maps or units, and of the output layer the scores of the classes. */
function StageValues({ stage, chosen, onChoose }: StageValuesProps) {
  const values = stage.outputs.at(-1) ?? noValues;
  const label = `${layerTitle(stage.first.name)}: ${stageText(stage)}`;
  return stage.first.name === 'output' ? (
    <ClassScores
      values={values}
      label={label}
      chosen={chosen?.channel ?? null}
      onChoose={(channel) => onChoose({ channel, row: 0, column: 0 })}
    />
  ) : (
    <FeatureMaps values={values} shape={stage.shape} label={label} chosen={chosen} onChoose={onChoose} />
  );
}

const noValues = new Float32Array();

/** `32 feature maps of 16 × 16`; of the output layer, what it takes the picture for too. */
function stageText(stage: SeenStage): string {
  const maps = mapsText(stage.shape);
  if (stage.first.name !== 'output') return maps;
  return `${maps}, the highest for ${classNames[strongestPlace(stage).channel]}`;
}

/** The largest value of a stage. */
function strongestPlace({ outputs, shape }: SeenStage): Place {
  const values = outputs.at(-1) ?? new Float32Array();
  const largest = values.reduce((best, value, index) => (value > (values[best] ?? 0) ? index : best), 0);
  return placeOf(shape, largest);
}

interface PictureWithFieldProps {
  readonly layers: readonly LayerSpec[];
  readonly stage: SeenStage;
  readonly steps: readonly TracedValue[];
  readonly pixels: Uint8Array;
}

/** The picture, with an outline around all that the value depends on. */
function PictureWithField({ layers, stage, steps: [sum], pixels }: PictureWithFieldProps) {
  if (!sum) return null;
  const field = receptiveField(layers.slice(0, stage.place + 1), sum.place);
  return (
    <figure>
      <OutlinedPicture pixels={pixels} area={field} magnification={magnification} label="The picture" />
      <figcaption className="quiet">
        Outlined: the {field.height} × {field.width} pixels that the value depends on
      </figcaption>
    </figure>
  );
}
