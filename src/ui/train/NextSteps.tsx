import { type Preset, presets } from '../../configuration/presets.ts';
import { nearestPreset } from '../../session/state/nearestPreset.ts';
import { isMeantForNewRun } from '../../session/state/selectors.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { ShareButton } from '../share/ShareButton.tsx';
import { focusTrain } from './focusTrain.ts';
import { useDisabledReason } from './useDisabledReason.ts';

interface NextStepsProps {
  /** Null where the network was not evaluated on the test images. */
  readonly testAccuracy: number | null;
}

/** What one can do with a result: understand it, play with it, beat it, share it. */
export default function NextSteps({ testAccuracy }: NextStepsProps) {
  const session = useSession();
  const present = useSessionState((state) => nearestPreset(state)?.preset);
  const canEvaluate = useDisabledReason('evaluate') === null;
  const isForNewRun = useSessionState(isMeantForNewRun);
  const next = testAccuracy === null ? null : presetAbove(Math.max(testAccuracy, present?.testAccuracy ?? 0));
  const isChosen = isForNewRun && present !== undefined && present.testAccuracy > (testAccuracy ?? 1);
  return (
    <div className="row-inline">
      {testAccuracy !== null && (
        <>
          <a href="#inspect/mistakes">See its mistakes</a>
          <a href="#inspect/own-picture">Try your own picture</a>
        </>
      )}
      {testAccuracy === null && canEvaluate && (
        <span>Evaluate on test set says how many unseen pictures it gets right.</span>
      )}
      {isChosen ? (
        <span>Train to beat it: {present.title}</span>
      ) : (
        next && (
          <button
            type="button"
            className="link"
            onClick={() => {
              session.choosePreset(next);
              focusTrain();
            }}
          >
            Beat it: {next.title}
          </button>
        )
      )}
      <ShareButton className="link">Share</ShareButton>
    </div>
  );
}

/** The quickest preset that was measured to reach more; null where none does. */
function presetAbove(accuracy: number): Preset | null {
  const better = presets.filter((preset) => preset.testAccuracy > accuracy);
  return better.toSorted((a, b) => a.relativeTime - b.relativeTime)[0] ?? null;
}
