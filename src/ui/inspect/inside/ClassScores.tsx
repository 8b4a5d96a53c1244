import { classNames } from '../../../data/cifar10.ts';
import { valueText } from '../../words/outputValues.ts';

interface ClassScoresProps {
  /** [10], logits */
  readonly values: Float32Array;
  readonly label: string;
  /** The class whose score is explained; null where it is none. */
  readonly chosen: number | null;
  readonly onChoose: (output: number) => void;
}

/** What the output layer says for each class: its bars begin at the lowest score. */
export function ClassScores({ values, label, chosen, onChoose }: ClassScoresProps) {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  return (
    <ul className="class-scores" aria-label={label}>
      {[...values].map((value, output) => (
        <li key={classNames[output]}>
          <button type="button" aria-pressed={output === chosen} onClick={() => onChoose(output)}>
            <span translate="no">{classNames[output]}</span>
            <span
              className="probability-bar"
              style={{ '--share': (value - lowest) / (highest - lowest || 1) }}
            />
            <span className="figures">{valueText(value)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
