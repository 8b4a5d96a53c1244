import articleResults from '../../configuration/articleResults.json' with { type: 'json' };
import { counted } from '../words/numbers.ts';

const { trainingAccuracy, testAccuracy, steps } = articleResults.part2;
/** The upper end of the axis. */
const top = 0.6;

/**
 * The article’s run where the accuracy chart will draw it: its training accuracy, and a line at its test accuracy. It is drawn before
 * any script, and stays until there is something to compare with it.
 */
export function ArticleCurve() {
  const path = trainingAccuracy.map(([step = 0, accuracy = 0]) => `${step / 20} ${height(accuracy)}`);
  return (
    <div
      className="article-curve"
      role="img"
      aria-label={`The article: accuracy over ${counted(steps, 'step')}, ${testAccuracy} on the test images`}
    >
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <path d={`M0 ${height(0.2)}H100M0 ${height(0.4)}H100`} />
        <path d={`M${path.join('L')}`} />
        <path d={`M0 ${height(testAccuracy)}H100`} />
      </svg>
      <p className="article-curve-y">
        <span>0.6</span>
        <span>0.4</span>
        <span>0.2</span>
        <span>0.0</span>
      </p>
      <p className="article-curve-x">
        <span>0</span>
        <span>1,000</span>
        <span>2,000 steps</span>
      </p>
      <p className="article-curve-test">The article: {testAccuracy} on the test images</p>
    </div>
  );
}

function height(accuracy: number): number {
  return Math.round(100 - (100 * accuracy) / top);
}
