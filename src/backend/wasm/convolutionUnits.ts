import { backend_util } from '@tensorflow/tfjs-core';
import type { Convolution } from '../convolutionOperations.ts';
import { scratchBytes } from './kernelModule.ts';

const floatBytes = 4;
/** A unit's own words, an offset for each window, and the alignment of the parts. */
const spareBytes = 4_096;

/** Sums per unit: enough that a tile of filters in the cache serves many windows, few enough that their inputs stay there too. */
const wantedSums = 216;
/** Of scratch space, so that it stays in the second cache. */
const wantedBytes = 512 * 1_024;
/** Few enough for a job, many enough that no thread waits long for the last one. */
const maxItems = 1_024;
const wantedItems = 32;

export type Shape4D = readonly [number, number, number, number];

/** A convolution's shapes. */
export interface Geometry {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly filters: number;
  readonly stride: number;
  /** Rows and columns of zeros before the first. */
  readonly top: number;
  readonly left: number;
  readonly isPooled: boolean;
  /** Of the sums that are wanted: pooling leaves out an odd last row or column. */
  readonly sumHeight: number;
  readonly sumWidth: number;
  readonly outputHeight: number;
  readonly outputWidth: number;
}

export function geometryOf(
  inputs: Shape4D,
  filters: Shape4D,
  { stride, padding, isPooled }: Convolution,
): Geometry {
  const info = backend_util.computeConv2DInfo([...inputs], [...filters], stride, 1, padding);
  const factor = isPooled ? 2 : 1;
  const outputHeight = Math.floor(info.outHeight / factor);
  const outputWidth = Math.floor(info.outWidth / factor);
  return {
    batch: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    filters: info.outChannels,
    stride,
    top: info.padInfo.top,
    left: info.padInfo.left,
    isPooled,
    sumHeight: outputHeight * factor,
    sumWidth: outputWidth * factor,
    outputHeight,
    outputWidth,
  };
}

/** A convolution as the kernels see it (`kernels/windows.ts`): what its windows slide over, and the sums that they give. */
export interface Windows {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly stride: number;
  /** Of what the windows slide over. */
  readonly channels: number;
  /** Of what lies in scratch space besides, for each sum. */
  readonly bytesPerSum: number;
  /** Units have an even number of rows. */
  readonly isPooled: boolean;
}

/** How the work is divided: into units of some rows of an image, or of some images, and into items of some units. */
export interface Division {
  readonly rowsPerUnit: number;
  readonly imagesPerUnit: number;
  readonly units: number;
}

/** Null where not even two rows fit into the scratch space. */
export function divisionOf(windows: Windows): Division | null {
  const { batch, rows, columns, isPooled } = windows;
  const rowStep = isPooled ? 2 : 1;
  let imagesPerUnit = Math.max(
    1,
    Math.min(Math.floor(wantedSums / (rows * columns)), Math.ceil(batch / wantedItems)),
  );
  let bands = Math.max(1, Math.round((rows * columns) / wantedSums));
  let rowsPerUnit = rowsIn(bands);
  while (bytesOf(windows, imagesPerUnit, rowsPerUnit) > wantedBytes) {
    if (imagesPerUnit > 1) imagesPerUnit -= 1;
    else if (rowsPerUnit > rowStep) {
      bands += 1;
      rowsPerUnit = rowsIn(bands);
    } else break;
  }
  if (bytesOf(windows, imagesPerUnit, rowsPerUnit) > scratchBytes) return null;
  const units = Math.ceil(batch / imagesPerUnit) * Math.ceil(rows / rowsPerUnit);
  return { rowsPerUnit, imagesPerUnit, units };

  function rowsIn(count: number): number {
    return Math.ceil(rows / count / rowStep) * rowStep;
  }
}

function bytesOf(windows: Windows, images: number, rows: number): number {
  const { columns, filterHeight, filterWidth, stride, channels, bytesPerSum } = windows;
  const copiedRows = images * ((rows - 1) * stride + filterHeight);
  const copiedColumns = (columns - 1) * stride + filterWidth;
  const sums = images * rows * columns;
  return copiedRows * copiedColumns * channels * floatBytes + sums * (bytesPerSum + floatBytes) + spareBytes;
}

/** Units per item, for jobs in which an item's only tie to its units is that it works on them. */
export function unitsPerItem({ units }: Division): number {
  return Math.ceil(units / maxItems);
}

/** The words of `Windows` in `kernels/windows.ts`. */
export function windowWords(windows: Windows, division: Division, perItem: number): number[] {
  const { batch, rows, columns, filterHeight, filterWidth, stride, channels } = windows;
  const { rowsPerUnit, imagesPerUnit } = division;
  return [
    ...[batch, rows, columns, rowsPerUnit, imagesPerUnit, perItem],
    ...[filterHeight, filterWidth, stride, channels],
  ];
}
