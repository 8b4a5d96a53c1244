import type { FaultRecovery } from './faultRecovery.ts';
import { once } from './once.ts';

type Create = typeof import('./faultRecovery.ts')['createFaultRecovery'];

interface LaterFaultRecovery extends FaultRecovery {
  /** Resolves when faults are survived. */
  open(): Promise<void>;
}

/** Its code comes behind the first paint, before there is a worker that could be lost. */
export function laterFaultRecovery(...surroundings: Parameters<Create>): LaterFaultRecovery {
  let recovery: FaultRecovery | null = null;
  let untold: ((loaded: FaultRecovery) => void)[] = [];
  const loaded = once(async () => {
    const { createFaultRecovery } = await import('./faultRecovery.ts');
    recovery = createFaultRecovery(...surroundings);
    for (const tellIt of untold) tellIt(recovery);
    untold = [];
  });

  /** On a slow line a run may be quicker. */
  function tell(what: (loaded: FaultRecovery) => void): void {
    if (recovery) what(recovery);
    else untold.push(what);
  }

  return {
    open: loaded,
    survives: (event) => recovery?.survives(event) ?? false,
    follow: (event) => tell((present) => present.follow(event)),
    sent: (command) => tell((present) => present.sent(command)),
    checkpointSeen: (checkpoint) => tell((present) => present.checkpointSeen(checkpoint)),
    abandon: () => tell((present) => present.abandon()),
  };
}
