import { classNames } from '../../data/cifar10.ts';
import './probabilities.css';

interface ProbabilitiesProps {
  /** [10] */
  readonly probabilities: readonly number[];
  /** Where it is known. */
  readonly label?: number;
}

/** Ten classes, each with its probability as a bar and as a number. */
export function Probabilities({ probabilities, label }: ProbabilitiesProps) {
  const largest = Math.max(...probabilities);
  return (
    <ul className="probabilities" aria-label="Probabilities">
      {classNames.map((name, index) => {
        const probability = probabilities[index] ?? 0;
        return (
          <li key={name} className={probability === largest ? 'is-largest' : undefined}>
            <span>
              <span translate="no">{name}</span>
              {index === label && <span className="mark"> true</span>}
            </span>
            <span className="probability-bar" style={{ '--share': probability }} />
            <span className="figures">{probability.toFixed(3)}</span>
          </li>
        );
      })}
    </ul>
  );
}
