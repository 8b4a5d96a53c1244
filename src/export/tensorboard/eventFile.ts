import type { Histogram } from '../../history/histogram.ts';
import {
  type Bytes,
  doubleField,
  doublesField,
  floatField,
  integerField,
  message,
  messageField,
  textField,
} from './protobuf.ts';
import { tfRecord } from './tfRecord.ts';

/*
 * TensorBoard's event file: TFRecords of `Event` messages. Field numbers are those of tensorflow/core/util/event.proto,
 * framework/summary.proto, framework/tensor.proto and framework/graph.proto.
 */

/** The contents of a run's log directory. */
export interface RunLog {
  /** Seconds since 1970. */
  readonly startedAt: number;
  readonly scalars: readonly ScalarSeries[];
  readonly histograms: readonly HistogramSeries[];
  /** Shown as Markdown in the Text tab. */
  readonly texts: readonly { readonly tag: string; readonly markdown: string }[];
  /** A serialized GraphDef. */
  readonly graph: Bytes | null;
}

export interface ScalarSeries {
  readonly tag: string;
  readonly points: readonly { readonly step: number; readonly wallTime: number; readonly value: number }[];
}

export interface HistogramSeries {
  readonly tag: string;
  readonly points: readonly {
    readonly step: number;
    readonly wallTime: number;
    readonly histogram: Histogram;
  }[];
}

/** The bytes of `events.out.tfevents.*`. */
export function encodeEventFile({ startedAt, scalars, histograms, texts, graph }: RunLog): Bytes {
  const events = [
    ...scalars.flatMap(({ tag, points }) =>
      points.map(({ step, wallTime, value }) => summaryEvent(wallTime, step, scalarValue(tag, value))),
    ),
    ...histograms.flatMap(({ tag, points }) =>
      points.map(({ step, wallTime, histogram }) =>
        summaryEvent(wallTime, step, histogramValue(tag, histogram)),
      ),
    ),
  ];
  const beginning = [
    // Readers reject a file that does not begin with its version.
    event(startedAt, 0, textField(3, 'brain.Event:2')),
    ...(graph ? [event(startedAt, 0, messageField(4, graph))] : []),
    ...texts.map(({ tag, markdown }) => event(startedAt, 0, messageField(5, textValue(tag, markdown)))),
  ];
  return message(...[...beginning, ...events].map(tfRecord));
}

/** Event: wall_time = 1, step = 2, and one of file_version = 3, graph_def = 4, summary = 5. */
function event(wallTime: number, step: number, what: Bytes): Bytes {
  return message(doubleField(1, wallTime), integerField(2, step), what);
}

function summaryEvent(wallTime: number, step: number, summary: Bytes): Bytes {
  return event(wallTime, step, messageField(5, summary));
}

/** Summary: value = 1. Summary.Value: tag = 1, simple_value = 2, histo = 5, tensor = 8, metadata = 9. */
function scalarValue(tag: string, value: number): Bytes {
  return messageField(1, message(textField(1, tag), floatField(2, value), metadata('scalars')));
}

/** HistogramProto: min = 1, max = 2, num = 3, sum = 4, sum_squares = 5, bucket_limit = 6, bucket = 7. */
function histogramValue(tag: string, histogram: Histogram): Bytes {
  const proto = message(
    doubleField(1, histogram.min),
    doubleField(2, histogram.max),
    doubleField(3, histogram.count),
    doubleField(4, histogram.sum),
    doubleField(5, histogram.sumOfSquares),
    doublesField(6, histogram.bucketLimits),
    doublesField(7, histogram.bucketCounts),
  );
  return messageField(1, message(textField(1, tag), messageField(5, proto), metadata('histograms')));
}

/** TensorProto: dtype = 1 (DT_STRING = 7), tensor_shape = 2, string_val = 8. */
function textValue(tag: string, markdown: string): Bytes {
  const oneString = messageField(2, integerField(1, 1));
  const tensor = message(integerField(1, 7), messageField(2, oneString), textField(8, markdown));
  return messageField(1, message(textField(1, tag), messageField(8, tensor), metadata('text')));
}

/** SummaryMetadata: plugin_data = 1 (plugin_name = 1). */
function metadata(plugin: string): Bytes {
  return messageField(9, messageField(1, textField(1, plugin)));
}
