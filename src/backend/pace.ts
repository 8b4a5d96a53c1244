/**
 * Limits a training loop to the backend's speed. A GPU accepts work as fast as JavaScript can submit it: without a limit, seconds
 * of steps would queue up, and Pause would take effect only after them.
 */
export interface Pace {
  /** Call once after each step is submitted. */
  afterStep(): Promise<void>;
}

/** The time between fences: polling one takes about 5 ms, too much for each step of a fast GPU. */
const fenceIntervalMs = 30;

/**
 * For a backend that works asynchronously. Between fences there are as many steps as fit into 30 ms, and one group of steps is
 * submitted while the group before it is still running, so the backend never idles.
 *
 * @param fence resolves when everything submitted so far is done
 */
export function queuedPace(fence: () => Promise<void>): Pace {
  let stepsPerFence = 1;
  let stepsSinceFence = 0;
  let pending: Promise<void> = Promise.resolve();
  let lastFenceAt = performance.now();

  return {
    async afterStep() {
      stepsSinceFence += 1;
      if (stepsSinceFence < stepsPerFence) return;
      const groupDone = fence();
      await pending;
      pending = groupDone;
      const now = performance.now();
      stepsPerFence = adjusted(stepsPerFence, now - lastFenceAt);
      lastFenceAt = now;
      stepsSinceFence = 0;
    },
  };
}

/** For a backend that has finished a step when the call returns: only lets pending messages in. */
export function immediatePace(): Pace {
  const channel = new MessageChannel();
  return {
    // Unlike `setTimeout`, a message is neither delayed by 4 ms nor throttled in a hidden tab.
    afterStep: () =>
      new Promise((resolve) => {
        channel.port1.onmessage = () => resolve();
        channel.port2.postMessage(null);
      }),
  };
}

function adjusted(stepsPerFence: number, elapsedMs: number): number {
  if (elapsedMs < fenceIntervalMs) return Math.min(64, stepsPerFence * 2);
  if (elapsedMs > 2 * fenceIntervalMs) return Math.max(1, Math.floor(stepsPerFence / 2));
  return stepsPerFence;
}
