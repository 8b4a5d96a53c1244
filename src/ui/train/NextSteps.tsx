import { type Preset, presets } from '../../configuration/presets.ts';
import { nearestPreset } from '../../session/state/nearestPreset.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useToast } from '../common/Toast.tsx';
import { ShareButton } from '../share/ShareButton.tsx';

interface NextStepsProps {
  /** Null where the network was not evaluated on the test images. */
  readonly testAccuracy: number | null;
}

/** What one can do with a result: understand it, play with it, beat it, share it. */
export default function NextSteps({ testAccuracy }: NextStepsProps) {
  const session = useSession();
  const toast = useToast();
  const present = useSessionState((state) => nearestPreset(state)?.preset);
  const next = testAccuracy === null ? null : presetAbove(Math.max(testAccuracy, present?.testAccuracy ?? 0));
  return (
    <div className="row-inline">
      {testAccuracy !== null && (
        <>
          <a href="#inspect/mistakes">See its mistakes</a>
          <a href="#inspect/own-picture">Try your own picture</a>
        </>
      )}
      {next && (
        <button
          type="button"
          className="link"
          onClick={() => {
            session.choosePreset(next);
            toast(`Configure now has the values of “${next.title}”. Press Train.`);
          }}
        >
          Beat it: {next.title}
        </button>
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
