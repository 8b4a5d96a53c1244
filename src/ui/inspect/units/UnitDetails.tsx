import { useEffect, useMemo, useRef } from 'react';
import type { FirstLayerUnits, UnitAnswer } from '../../../inspection/units.ts';
import { answerIn } from '../../../session/state/inspectionState.ts';
import { ActionButton } from '../../common/ActionButton.tsx';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { Pictures } from '../../common/Pictures.tsx';
import { percentText, wholeNumber } from '../../words/numbers.ts';
import { StepNote } from '../StepNote.tsx';
import { useInspection } from '../useInspection.ts';
import { ExcitingPictures } from './ExcitingPictures.tsx';
import { OutputWeights } from './OutputWeights.tsx';
import { type ColourScale, unitName, weightPicture } from './weightPicture.ts';

interface UnitDetailsProps {
  readonly units: FirstLayerUnits;
  readonly unit: number;
  readonly scale: ColourScale;
  readonly onClose: () => void;
}

/** One unit: its weights, its output weights, and the test images that activate it most. */
export function UnitDetails({ units, unit, scale, onClose }: UnitDetailsProps) {
  const picture = useMemo(() => [weightPicture(units, unit, scale)], [units, unit, scale]);
  const name = unitName(units, unit);
  const section = useRef<HTMLElement>(null);

  const question = useMemo(() => ({ kind: 'unit', unit }) as const, [unit]);
  const view = useInspection('unit', question);

  // It opens below the grid, mostly out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the effect must run again for each unit.
  useEffect(() => {
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    section.current?.focus({ preventScroll: true });
    section.current?.scrollIntoView({ behavior: isStill ? 'instant' : 'smooth' });
  }, [unit]);

  const answer = answerIn(view, 'unit')?.answer;
  return (
    <section ref={section} tabIndex={-1} className="inspect-part" aria-label={name}>
      <div className="row">
        <h4>{name}</h4>
        <StepNote view={view} />
        <ActionButton onPress={onClose}>Close</ActionButton>
      </div>
      {view?.failure && <FailureNotice failure={view.failure} />}
      <div className="unit-weights">
        <Pictures pictures={picture} columns={1} magnification={6} label={`Weights of ${name}`} />
        {answer?.unit === unit && answer.outputWeights && <OutputWeights weights={answer.outputWeights} />}
      </div>
      {answer?.unit === unit ? (
        <>
          <p>{activityText(answer, units.hidden !== null)}</p>
          <ExcitingPictures images={answer.mostExciting} />
        </>
      ) : (
        <p className="quiet">Computing…</p>
      )}
    </section>
  );
}

function activityText({ activeShare, images }: UnitAnswer, isHidden: boolean): string {
  if (!isHidden) return 'The test images that get the highest score for this class, each with its score:';
  if (activeShare === 0) {
    return `Dead: it outputs 0 for all ${wholeNumber(images)} test images, so it no longer learns.`;
  }
  return `It outputs more than 0 for ${percentText(activeShare)} of the ${wholeNumber(images)} test images. These activate it most, each with its activation:`;
}
