import { afterEach, expect, it, vi } from 'vitest';
import { Interruptible, type Interruption } from '../../../src/backend/interruption.ts';
import { JobMaster } from '../../../src/backend/wasm/jobs.ts';
import { type Kernel, type Kernels, kernelNames } from '../../../src/backend/wasm/kernelModule.ts';
import { failureOf } from '../../fixtures/importing.ts';

const ticketIndex = 1_024 / 4;

afterEach(() => vi.restoreAllMocks());

/** Another thread claims the second item while the first is done, and never does it. */
function withLostHelper(): JobMaster {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const kernel: Kernel = (_record, item) => {
    if (item === 0) Atomics.add(new Int32Array(memory.buffer), ticketIndex, 1);
  };
  const kernels = Object.fromEntries(kernelNames.map((name) => [name, kernel])) as Kernels;
  return new JobMaster(memory, kernels, 0);
}

it('a helping thread that is lost with its item ends the job by a fault, instead of a wait for ever', async () => {
  const wait = vi.spyOn(Atomics, 'wait').mockReturnValue('timed-out');
  const run = async () => withLostHelper().run(kernelNames[0], 3, []);
  expect(await failureOf(run())).toMatchObject({ code: 'worker-died' });
  // Once may be a machine that has slept.
  expect(wait).toHaveBeenCalledTimes(2);
});

it('an interrupted job ends with the items that are claimed, those of other threads among them', () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const words = new Int32Array(memory.buffer);
  const done: number[] = [];
  let isWanted = false;
  const kernel: Kernel = (_record, item) => {
    done.push(item);
    if (item !== 2) return;
    isWanted = true;
    // A helper claims the next item now, and has done it when the master waits for it.
    Atomics.add(words, ticketIndex, 1);
  };
  vi.spyOn(Atomics, 'wait').mockImplementation(() => {
    Atomics.add(words, ticketIndex + 3, 1);
    return 'ok';
  });
  const kernels = Object.fromEntries(kernelNames.map((name) => [name, kernel])) as Kernels;
  const master = new JobMaster(memory, kernels, 0);
  const interruption: Interruption = { afterMs: 0, isWanted: () => isWanted, isAlive: () => {} };
  new Interruptible(interruption).part(() => {
    master.run(kernelNames[0], 10, []);
    master.run(kernelNames[1], 10, []);
  });
  expect(done).toEqual([0, 1, 2]);
  isWanted = false;
  master.run(kernelNames[0], 2, []);
  expect(done).toEqual([0, 1, 2, 0, 1]);
});
