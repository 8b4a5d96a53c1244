const lookEveryMs = 5_000;
/** A laptop that wakes up has not been waiting, nor has a hidden tab, whose clock strikes once a minute. */
const mostMsALook = 60_000;

/** Shaders compile, pictures are read, a program stands in for the GPU: all that takes less. */
export const leastPatienceMs = 120_000;

/** Counts for how long somebody says nothing. */
export interface Silence {
  /** Waits from now on; where it waits already, as if nothing had been said. */
  begin(): void;
  end(): void;
  /** Something was said. */
  heard(): void;
}

/**
 * @param patienceMs asked at each look
 * @param onSilence called when nothing was said for longer than that
 */
export function createSilence(patienceMs: () => number, onSilence: (seconds: number) => void): Silence {
  let silentMs = 0;
  let lookedAt = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  function look(): void {
    const now = performance.now();
    silentMs += Math.min(now - lookedAt, mostMsALook);
    lookedAt = now;
    if (silentMs < patienceMs()) return;
    const seconds = Math.round(silentMs / 1_000);
    silentMs = 0;
    onSilence(seconds);
  }

  function end(): void {
    clearInterval(timer);
    timer = undefined;
  }

  return {
    begin() {
      end();
      silentMs = 0;
      lookedAt = performance.now();
      timer = setInterval(look, lookEveryMs);
    },
    end,
    heard() {
      silentMs = 0;
    },
  };
}
