import { classNames } from '../../../data/cifar10.ts';
import {
  accuracyOf,
  type ConfusionMatrix,
  cellAt,
  classQualities,
} from '../../../inspection/confusionMatrix.ts';
import { accuracyText, wholeNumber } from '../../words/numbers.ts';
import { MatrixFrame } from './MatrixFrame.tsx';

interface ConfusionTableProps {
  readonly matrix: ConfusionMatrix;
  readonly chosen: readonly [label: number, predicted: number] | null;
  readonly onChoose: (label: number, predicted: number) => void;
}

/** The matrix, with each row's recall at its end and each column's precision below it. */
export function ConfusionTable({ matrix, chosen, onChoose }: ConfusionTableProps) {
  const qualities = classQualities(matrix);
  const shareOf = (label: number, predicted: number) =>
    cellAt(matrix, label, predicted) / Math.max(1, qualities[label]?.images ?? 0);
  const classes = classNames.map((_, label) => label);
  const largest = Math.max(...classes.flatMap((label) => classes.map((taken) => shareOf(label, taken))));
  return (
    <MatrixFrame
      title="Confusion matrix"
      caption={`Accuracy ${accuracyText(accuracyOf(matrix))}. Cells are shaded by their share of the row.`}
      lastColumn="recall"
      row={(label) => (
        <>
          {classNames.map((name, predicted) => {
            return (
              <td key={name}>
                <Cell
                  label={label}
                  predicted={predicted}
                  count={cellAt(matrix, label, predicted)}
                  strength={shareOf(label, predicted) / largest}
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
  /** Of the colour, in [0, 1]. */
  readonly strength: number;
  readonly isChosen: boolean;
  readonly onChoose: (label: number, predicted: number) => void;
}

function Cell({ label, predicted, count, strength, isChosen, onChoose }: CellProps) {
  if (count === 0) return <span className="matrix-cell">0</span>;
  const kind = label === predicted ? 'is-right' : 'is-wrong';
  return (
    <button
      type="button"
      className={`matrix-cell ${kind}`}
      style={{ '--share': strength }}
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
