import type { RunHistory } from '../../training/history.ts';
export function MetricChart(props: {
  title: string;
  kind: 'loss' | 'accuracy';
  history: RunHistory;
  smoothing: number;
  showArticle: boolean;
  maxSteps: number;
}) {
  return (
    <div role="img" aria-label={`${props.title} at step ${props.history.training.at(-1)?.step}`}>
      {props.title}
    </div>
  );
}
