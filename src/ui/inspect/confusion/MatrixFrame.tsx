import type { ReactNode } from 'react';
import { classNames } from '../../../data/cifar10.ts';

interface MatrixFrameProps {
  readonly title: string;
  readonly caption: string;
  /** What stands behind the ten classes, where something does. */
  readonly lastColumn?: string;
  /** The cells of a true class. */
  readonly row: (label: number) => ReactNode;
  readonly foot?: ReactNode;
}

/** Ten true classes by ten predicted ones, under their names. */
export function MatrixFrame({ title, caption, lastColumn, row, foot }: MatrixFrameProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="matrix" tabIndex={0} aria-label={title}>
      <table>
        <caption>
          <span>{caption}</span>
        </caption>
        <thead>
          <tr>
            <td className="matrix-axes">true ↓ predicted →</td>
            {classNames.map((name) => (
              <th key={name} scope="col">
                <span translate="no">{name}</span>
              </th>
            ))}
            {lastColumn && (
              <th scope="col">
                <span>{lastColumn}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {classNames.map((name, label) => (
            <tr key={name}>
              <th scope="row" translate="no">
                {name}
              </th>
              {row(label)}
            </tr>
          ))}
        </tbody>
        {foot && <tfoot>{foot}</tfoot>}
      </table>
    </section>
  );
}
