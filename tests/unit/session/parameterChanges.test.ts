import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pastHalf } from '../../../src/configuration/presets.ts';
import { sessionInMemory } from '../../fixtures/sessionInMemory.ts';

const progress = { step: 10, epochs: 0.1, elapsedSeconds: 1, msPerStep: 5, tensorCount: 4 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function startedRun() {
  const played = sessionInMemory({ runs: [], checkpoints: [] });
  const { session, emit, sent } = played;
  await session.open();
  session.setField('learningRate', '0.01');
  session.startTraining();
  const trains = () => emit({ kind: 'stepsCompleted', progress, points: [], logits: [], layers: [] });
  const rests = () => vi.advanceTimersByTimeAsync(1_000);
  const changes = () =>
    sent.flatMap((command) => (command.kind === 'changeParameters' ? [command.parameters] : []));
  return { session, trains, rests, changes };
}

describe('what is turned while a run trains', () => {
  it('is handed to it once it rests, with nothing else that stands in the fields for the next run', async () => {
    const { session, trains, rests, changes } = await startedRun();
    trains();
    session.choosePreset(pastHalf);
    await rests();
    expect(changes()).toEqual([]);

    session.setField('maxSteps', '30');
    session.setField('maxSteps', '3000');
    await rests();
    expect(changes()).toEqual([{ learningRate: 0.01, regConstant: 0.1, maxSteps: 3_000 }]);
  });

  it('is not forgotten where the run is only being prepared', async () => {
    const { session, trains, rests, changes } = await startedRun();
    session.setField('learningRate', '0.002');
    await rests();
    expect(changes()).toEqual([]);
    trains();
    await rests();
    expect(changes()).toMatchObject([{ learningRate: 0.002 }]);
  });
});
