import type { ParameterKey } from '../../configuration/hyperparameters.ts';
import { type MemoryNeed, wasmLimitBytes } from '../../session/state/memoryNeed.ts';
import { listText } from './lists.ts';
import { bytesText, parameterText } from './numbers.ts';

/** What a configuration needs, told before it trains; nothing of one that needs too much. */
export function memoryText(need: MemoryNeed): string {
  switch (need.kind) {
    case 'fits':
      return `Needs about ${bytesText(roughly(need.bytes))} of memory while training.`;
    case 'large':
      return `Needs about ${bytesText(roughly(need.bytes))} of memory while training, which not every GPU has. If training fails, lower the batch size.`;
    case 'too-much':
      return '';
  }
}

/**
 * Why a configuration cannot be trained, and what to lower.
 *
 * @param keys the network's own hyperparameters
 */
export function memoryRefusalText(
  { bytes, largestBatch }: Extract<MemoryNeed, { kind: 'too-much' }>,
  keys: readonly ParameterKey[],
): string {
  const ways = sizeRemedies.filter(({ key }) => keys.includes(key)).map(({ text }) => text);
  const batch =
    largestBatch === null ? [] : [`lower the batch size to ${parameterText(largestBatch)} or less`];
  const list = listText([...batch, ...ways], 'or');
  const remedy = `${list.slice(0, 1).toUpperCase()}${list.slice(1)}`;
  return `This needs about ${bytesText(roughlyAbove(bytes))} of memory, and the CPU backend (WASM) has ${bytesText(wasmLimitBytes)}. ${remedy}.`;
}

/** @param bytes what the trial needs that needs most */
export function planTooLargeText(bytes: number): string {
  return `The largest trial would need about ${bytesText(roughlyAbove(bytes))} of memory, and the CPU backend (WASM) has ${bytesText(wasmLimitBytes)}: lower the ranges of sizes, or the batch size.`;
}

const sizeRemedies: readonly { readonly key: ParameterKey; readonly text: string }[] = [
  { key: 'hiddenUnits', text: 'use fewer hidden units' },
  { key: 'filters', text: 'use fewer filters' },
  { key: 'width', text: 'lower the width' },
  { key: 'depth', text: 'lower the depth' },
];

/** An estimate does not have more than two digits. */
function roughly(bytes: number): number {
  return Number(bytes.toPrecision(2));
}

/** Rounded up: what exceeds the limit is not said to be as much as the limit, which has two digits too. */
function roughlyAbove(bytes: number): number {
  const unit = 10 ** (Math.floor(Math.log10(bytes)) - 1);
  return unit * Math.ceil(bytes / unit);
}
