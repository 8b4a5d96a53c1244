import { ActionButton } from '../common/ActionButton.tsx';
import { useSession } from '../common/sessionContext.ts';

/** Draws another seed, for another run of the same configuration. */
export function SeedButton() {
  const session = useSession();
  return <ActionButton onPress={() => session.drawSeed()}>New seed</ActionButton>;
}
