import { type Curve, samplePaths } from './curve.ts';

/** What a curve looks like. */
export function CurveSample({
  curve: { mark, opacity, thickness = 2, dash = [] },
  colour,
}: {
  readonly curve: Pick<Curve, 'mark' | 'opacity' | 'thickness' | 'dash'>;
  /** Any CSS colour. */
  readonly colour: string;
}) {
  return (
    <svg
      className={`sample sample-${mark}`}
      viewBox="-1 -1 2 2"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path
        d={samplePaths[mark]}
        stroke={colour}
        opacity={opacity}
        strokeWidth={thickness}
        strokeDasharray={dash.join(' ')}
      />
    </svg>
  );
}
