import { classNames } from '../../../data/cifar10.ts';
import { type ConfusionMatrix, cellAt, classQualities } from '../../../inspection/confusionMatrix.ts';
import { wholeNumber } from '../../words/numbers.ts';
import { MatrixFrame } from './MatrixFrame.tsx';

interface ConfusionTableProps {
  readonly matrix: ConfusionMatrix;
  readonly chosen: readonly [label: number, predicted: number] | null;
  readonly onChoose: (label: number, predicted: number) => void;
}

/** The matrix, with each row's recall at its end and each column's precision below it. */
export function ConfusionTable({ matrix, chosen, onChoose }: ConfusionTableProps) {
  const qualities = classQualities(matrix);
  return (
    <MatrixFrame
      title="Confusion matrix"
      caption="Rows: true class. Columns: predicted class. Shaded by the share of the row."
      lastColumn="recall"
      row={(label) => (
        <>
          {classNames.map((name, predicted) => {
            const count = cellAt(matrix, label, predicted);
            return (
              <td key={name}>
                <Cell
                  label={label}
                  predicted={predicted}
                  count={count}
                  share={count / Math.max(1, qualities[label]?.images ?? 0)}
                  isChosen={chosen?.[0] === label && chosen[1] === predicted}
                  onChoose={onChoose}
                />
              </td>
            );
          })}
          <td className="matrix-quality">{shareText(qualities[label]?.recall)}</td>
        </>
      )}
      foot={
        <tr>
          <th scope="row">precision</th>
          {classNames.map((name, label) => (
            <td key={name} className="matrix-quality">
              {shareText(qualities[label]?.precision)}
            </td>
          ))}
          <td />
        </tr>
      }
    />
  );
}

interface CellProps {
  readonly label: number;
  readonly predicted: number;
  readonly count: number;
  /** Of the images of the true class, in [0, 1]. */
  readonly share: number;
  readonly isChosen: boolean;
  readonly onChoose: (label: number, predicted: number) => void;
}

function Cell({ label, predicted, count, share, isChosen, onChoose }: CellProps) {
  if (count === 0) return <span className="matrix-cell">0</span>;
  const kind = label === predicted ? 'is-right' : 'is-wrong';
  return (
    <button
      type="button"
      className={`matrix-cell ${kind}`}
      // The square root, so that a few mistakes are seen beside hundreds.
      style={{ '--share': Math.sqrt(share) }}
      aria-pressed={isChosen}
      aria-label={`${wholeNumber(count)} of class ${classNames[label]} taken for ${classNames[predicted]}`}
      onClick={() => onChoose(label, predicted)}
    >
      {wholeNumber(count)}
    </button>
  );
}

function shareText(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : share.toFixed(3);
}
