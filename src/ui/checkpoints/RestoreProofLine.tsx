import type { RestoreProof } from '../../session/state/sessionState.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { backendTitle } from '../words/backends.ts';

/** Says whether the restored network is the one that was saved, by the loss of the batch that comes next. */
export function RestoreProofLine() {
  const proof = useSessionState((state) => state.restoreProof);
  const backend = useSessionState((state) => state.backend?.name ?? null);
  const isAtEnd = useSessionState(({ run }) => run.kind === 'finished');
  if (!proof) return null;
  return (
    <p className="notice" role="status">
      {proofText(proof, backend)}
      {isAtEnd && ' It has all its steps: to train it further, raise Max steps and press Resume.'}
    </p>
  );
}

function proofText({ savedLoss, restoredLoss, savedBackend }: RestoreProof, backend: string | null): string {
  if (Object.is(savedLoss, restoredLoss)) {
    return `Restored exactly: the loss of the next batch is ${restoredLoss}, bit for bit the same as when the checkpoint was saved.`;
  }
  const difference = Math.abs(restoredLoss - savedLoss) / Math.abs(savedLoss);
  const reason =
    backend === savedBackend
      ? 'Another GPU or browser rounds differently'
      : `It was saved on ${backendTitle(savedBackend)} and is now on ${backend ? backendTitle(backend) : 'another backend'}, which rounds differently`;
  return `Restored: the loss of the next batch is ${restoredLoss}; when saved it was ${savedLoss} (relative difference ${difference.toExponential(1)}). ${reason}, so the run will not repeat bit for bit.`;
}
