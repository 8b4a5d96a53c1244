import { classNames } from '../../../data/cifar10.ts';
import { signedNumber } from '../../words/numbers.ts';
import { MatrixFrame } from './MatrixFrame.tsx';

interface DifferenceTableProps {
  /** [10, 10], row-major: how many more images than before */
  readonly difference: Int32Array;
}

/** How many images more or fewer than at the checkpoint. */
export function DifferenceTable({ difference }: DifferenceTableProps) {
  const largest = Math.max(1, ...difference.map(Math.abs));
  return (
    <MatrixFrame
      title="Difference matrix"
      caption="The change in the number of images from the checkpoint: more (+, blue) or fewer (−, orange). Better is more on the diagonal and fewer elsewhere."
      row={(label) =>
        classNames.map((name, predicted) => {
          const change = difference[label * classNames.length + predicted] ?? 0;
          return (
            <td key={name}>
              <span
                className={`matrix-cell ${kindOf(change)}`}
                style={{ '--share': Math.abs(change) / largest }}
              >
                {signedNumber(change)}
              </span>
            </td>
          );
        })
      }
    />
  );
}

function kindOf(change: number): string {
  if (change === 0) return '';
  return change > 0 ? 'is-more' : 'is-fewer';
}
