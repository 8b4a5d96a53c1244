import type { Calibration } from '../../../inspection/calibration.ts';

const size = 280;
const margin = { left: 48, right: 12, top: 12, bottom: 40 };
const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];

/**
 * For predictions of about the same confidence, how many were right. The bars of a well calibrated network end on the diagonal. The
 * table beside it has the values.
 */
export function ReliabilityDiagram({ bins, expectedError }: Calibration) {
  return (
    <svg
      className="inspect-drawing reliability"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={`Reliability diagram, accuracy against confidence: expected calibration error ${expectedError.toFixed(3)}`}
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <line className="grid-line" x1={xAt(0)} x2={xAt(1)} y1={yAt(tick)} y2={yAt(tick)} />
          <text className="tick" x={xAt(0) - 8} y={yAt(tick) + 4} textAnchor="end">
            {tick}
          </text>
          <text className="tick" x={xAt(tick)} y={yAt(0) + 16} textAnchor="middle">
            {tick}
          </text>
        </g>
      ))}
      {bins.map(({ from, to, confidence, accuracy }) => (
        <g key={from}>
          <rect
            className="reliability-gap"
            x={xAt(from) + 1}
            width={xAt(to) - xAt(from) - 2}
            y={yAt(Math.max(confidence, accuracy))}
            height={Math.abs(yAt(confidence) - yAt(accuracy))}
          />
          <rect
            className="reliability-bar"
            x={xAt(from) + 1}
            width={xAt(to) - xAt(from) - 2}
            y={yAt(accuracy)}
            height={yAt(0) - yAt(accuracy)}
          />
        </g>
      ))}
      <line className="reliability-diagonal" x1={xAt(0)} x2={xAt(1)} y1={yAt(0)} y2={yAt(1)} />
      <text className="axis-title" x={(xAt(0) + xAt(1)) / 2} y={size - 4} textAnchor="middle">
        Confidence
      </text>
      <text
        className="axis-title"
        transform={`translate(12 ${(yAt(0) + yAt(1)) / 2}) rotate(-90)`}
        textAnchor="middle"
      >
        Accuracy
      </text>
    </svg>
  );
}

function xAt(share: number): number {
  return margin.left + share * (size - margin.left - margin.right);
}

function yAt(share: number): number {
  return size - margin.bottom - share * (size - margin.top - margin.bottom);
}
