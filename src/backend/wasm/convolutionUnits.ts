import { scratchBytes } from './kernelModule.ts';

const floatBytes = 4;
/** A unit's own words, its last tile, and the alignment of parts and places. */
const spareBytes = 16_384;

/** A unit takes as long before and after its tiles as this many of them take. */
const tilesForStart = 2;
const maxItems = 1_024;

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
}

/** What a kernel needs to know of its units. */
export interface UnitNeeds {
  /** Its units have a multiple of that many rows, and room for a multiple of that many columns. */
  readonly step: 1 | 2 | 4;
  /** In scratch space, for each sum. */
  readonly bytesPerSum: number;
  /** It works on that many sums at a time. */
  readonly sumsPerTile: number;
  /** Per unit, so that the sums of 8 filters stay in the cache. */
  readonly maxSums: number;
  /** Enough that no thread waits long for the last one. */
  readonly minItems: number;
  /** Of scratch space, as far as it should stay in a cache. */
  readonly cachedBytes: number;
}

/** How the work is divided: into units of some rows of an image, or of some images, and into items of some units. */
export interface Division {
  readonly rowsPerUnit: number;
  readonly imagesPerUnit: number;
  readonly units: number;
}

/** Null where not even the smallest unit fits into the scratch space. */
export function divisionOf(windows: Windows, needs: UnitNeeds): Division | null {
  const candidates = candidatesOf(windows, needs);
  const fitting = candidates.filter((one) => bytesOf(windows, needs, one) <= needs.cachedBytes);
  const [smallest] = candidates;
  if (!smallest || bytesOf(windows, needs, smallest) > scratchBytes) return null;
  const best = fitting.reduce((found, one) => {
    return costOf(windows, needs, one) < costOf(windows, needs, found) ? one : found;
  }, smallest);
  const units = Math.ceil(windows.batch / best.imagesPerUnit) * Math.ceil(windows.rows / best.rowsPerUnit);
  return { ...best, units };
}

type UnitSize = Pick<Division, 'rowsPerUnit' | 'imagesPerUnit'>;

/** From the smallest to the largest. */
function candidatesOf({ batch, rows, columns }: Windows, needs: UnitNeeds): UnitSize[] {
  const { step, sumsPerTile, maxSums, minItems } = needs;
  const bands = Array.from({ length: Math.ceil(rows / step) }, (_, index) => (index + 1) * step);
  const allRows = Math.ceil(rows / step) * step;
  const imageSums = allRows * Math.ceil(columns / step) * step;
  const imagesForTile = Math.min(batch, Math.ceil(sumsPerTile / imageSums));
  const maxImages = Math.min(
    Math.floor(maxSums / imageSums),
    Math.max(Math.ceil(batch / minItems), imagesForTile),
  );
  const groups = Array.from({ length: Math.max(0, maxImages - 1) }, (_, index) => index + 2);
  return [
    ...bands.map((rowsPerUnit) => ({ rowsPerUnit, imagesPerUnit: 1 })),
    ...groups.map((imagesPerUnit) => ({ rowsPerUnit: allRows, imagesPerUnit })),
  ].filter((one, index) => index === 0 || sumsOf(one, columns) <= maxSums);
}

function sumsOf({ rowsPerUnit, imagesPerUnit }: UnitSize, columns: number): number {
  return rowsPerUnit * imagesPerUnit * columns;
}

/** Roughly the time for a sum: the last tile of a unit is padded, the last unit of an image has less to do. */
function costOf({ rows, columns }: Windows, { step, sumsPerTile }: UnitNeeds, unit: UnitSize): number {
  const sums = sumsOf(unit, Math.ceil(columns / step) * step);
  const tiles = Math.ceil(sums / sumsPerTile);
  const units = Math.ceil(rows / unit.rowsPerUnit);
  const wasted = (units * unit.rowsPerUnit) / rows;
  return ((tiles * sumsPerTile) / sums) * wasted * (1 + tilesForStart / tiles);
}

function bytesOf(windows: Windows, { step, bytesPerSum }: UnitNeeds, unit: UnitSize): number {
  const { filterHeight, filterWidth, stride, channels } = windows;
  const columns = Math.ceil(windows.columns / step) * step;
  const copiedRows = unit.imagesPerUnit * ((unit.rowsPerUnit - 1) * stride + filterHeight);
  const copiedColumns = (columns - 1) * stride + filterWidth;
  const copied = copiedRows * copiedColumns * channels * floatBytes;
  return copied + sumsOf(unit, columns) * (bytesPerSum + floatBytes) + spareBytes;
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
