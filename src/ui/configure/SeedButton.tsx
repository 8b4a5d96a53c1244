import { ActionButton } from '../common/ActionButton.tsx';
import { useSession } from '../common/sessionContext.ts';

/** Draws another seed, for another run of the same configuration. */
export function SeedButton() {
  const session = useSession();
  function drawSeed() {
    const [seed = 0] = crypto.getRandomValues(new Uint32Array(1));
    session.setField('seed', String(seed % 100_000));
  }
  return <ActionButton onPress={drawSeed}>New seed</ActionButton>;
}
