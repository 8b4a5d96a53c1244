import { classNames } from '../../../data/cifar10.ts';

/** A hidden unit's weight to each class: bars to the right and to the left of 0. */
export function OutputWeights({ weights }: { readonly weights: readonly number[] }) {
  const largest = Math.max(...weights.map(Math.abs)) || 1;
  return (
    <figure className="output-figure">
      <figcaption className="quiet">
        Its output weights: bars to the right raise the score of a class, bars to the left lower it.
      </figcaption>
      <ul className="output-weights" aria-label="Output weights">
        {classNames.map((name, label) => {
          const weight = weights[label] ?? 0;
          return (
            <li key={name}>
              <span>{name}</span>
              <span
                className={`signed-bar ${weight < 0 ? 'is-negative' : ''}`}
                style={{ '--share': Math.abs(weight) / largest }}
              />
              <span className="figures">{signedText(weight)}</span>
            </li>
          );
        })}
      </ul>
    </figure>
  );
}

function signedText(weight: number): string {
  return `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(3)}`;
}
