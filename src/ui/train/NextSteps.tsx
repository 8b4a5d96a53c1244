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
  const canEvaluate = useDisabledReason('evaluate') === null;
  return (
    <div className="row-inline">
      {testAccuracy === null ? (
        canEvaluate && <span>Evaluate it on the test set to see how many unseen pictures it gets right.</span>
      ) : (
        <>
          <a href="#inspect/mistakes">See its mistakes</a>
          <a href="#inspect/own-picture">Try your own picture</a>
          <Challenge testAccuracy={testAccuracy} />
        </>
      )}
      <ShareButton className="link">Share</ShareButton>
    </div>
  );
}

/** Chooses a preset that was measured to reach more; says so where one is chosen already. */
function Challenge({ testAccuracy }: { readonly testAccuracy: number }) {
  const session = useSession();
  const present = useSessionState((state) => nearestPreset(state)?.preset);
  const isForNewRun = useSessionState(isMeantForNewRun);
  const promised = present?.testAccuracy ?? 0;
  if (present && isForNewRun && promised > testAccuracy)
    return <span>Train to beat it: {present.title}</span>;
  const next = presetAbove(Math.max(testAccuracy, promised));
  if (!next) return null;
  return (
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
  );
}

/** The quickest preset that was measured to reach more; null where none does. */
function presetAbove(accuracy: number): Preset | null {
  const better = presets.filter((preset) => preset.testAccuracy > accuracy);
  return better.toSorted((a, b) => a.relativeTime - b.relativeTime)[0] ?? null;
}
