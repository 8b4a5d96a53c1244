const checkEveryMs = 5_000;
/** A laptop that wakes up has not been waiting, nor has a hidden tab, whose clock strikes once a minute. */
const maxMsPerCheck = 60_000;

/** Shaders compile, pictures are read, a program stands in for the GPU: all that takes less. */
export const minTimeoutMs = 120_000;

/** Measures for how long nothing was heard. */
export interface InactivityTimer {
  /** Begins at zero, also where it runs already. */
  start(): void;
  stop(): void;
  /** Something was heard: back to zero. */
  reset(): void;
}

/**
 * @param timeoutMs asked at each check
 * @param onTimeout called when nothing was heard for longer than that
 */
export function createInactivityTimer(
  timeoutMs: () => number,
  onTimeout: (seconds: number) => void,
): InactivityTimer {
  let inactiveMs = 0;
  let checkedAt = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  function check(): void {
    const now = performance.now();
    inactiveMs += Math.min(now - checkedAt, maxMsPerCheck);
    checkedAt = now;
    if (inactiveMs < timeoutMs()) return;
    const seconds = Math.round(inactiveMs / 1_000);
    inactiveMs = 0;
    onTimeout(seconds);
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  return {
    start() {
      stop();
      inactiveMs = 0;
      checkedAt = performance.now();
      timer = setInterval(check, checkEveryMs);
    },
    stop,
    reset() {
      inactiveMs = 0;
    },
  };
}
