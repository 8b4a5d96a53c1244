import { ArticleCurve } from './ArticleCurve.tsx';

/** In the place of both charts, until their code has arrived. */
export function ChartsToCome() {
  return (
    <div className="run-charts-loading chart-pair">
      <figure className="chart-to-come">
        <h3>Loss</h3>
        <div />
      </figure>
      <figure className="chart-to-come">
        <h3>Accuracy</h3>
        <ArticleCurve />
      </figure>
    </div>
  );
}
