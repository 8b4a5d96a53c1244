import type { Histogram } from '../../history/histogram.ts';
import { joined } from '../../tensorFiles/joined.ts';
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
 * framework/summary.proto, framework/tensor.proto, framework/graph.proto, and tensorboard/plugins/hparams/plugin_data.proto.
 */

/** The contents of a run's log directory. */
export interface RunLog {
  /** Seconds since 1970. */
  readonly startedAt: number;
  readonly scalars: readonly Series<number>[];
  readonly histograms: readonly Series<Histogram>[];
  /** Shown as Markdown in the Text tab. */
  readonly texts: readonly Series<string>[];
  /** A serialized GraphDef. */
  readonly graph: Bytes | null;
  readonly session: TrainingSession;
}

/** Something that was measured or said at several steps. */
export interface Series<Value> {
  readonly tag: string;
  /** Markdown, shown beside the drawing. */
  readonly description: string;
  readonly points: readonly SeriesPoint<Value>[];
}

export interface SeriesPoint<Value> {
  readonly step: number;
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly value: Value;
}

/** A row of the HParams tab. */
export interface TrainingSession {
  readonly hyperparameters: Readonly<Record<string, string | number>>;
  /** Seconds since 1970. */
  readonly endedAt: number;
  readonly status: 'unknown' | 'success' | 'failure';
}

/** The bytes of `events.out.tfevents.*`: steps ascend over the whole file, as TensorBoard expects. */
export function encodeEventFile({ startedAt, scalars, histograms, texts, graph, session }: RunLog): Bytes {
  const beginning = [
    // Readers reject a file that does not begin with its version.
    event(startedAt, 0, textField(3, 'brain.Event:2')),
    ...(graph ? [event(startedAt, 0, messageField(4, graph))] : []),
    ...sessionValues(session, startedAt).map((value) => event(startedAt, 0, summary(value))),
  ];
  const values = [
    ...texts.flatMap((series) => valuesOf(series, 'text', textValue)),
    ...scalars.flatMap((series) => valuesOf(series, 'scalars', scalarValue)),
    ...histograms.flatMap((series) => valuesOf(series, 'histograms', histogramValue)),
  ];
  const ascending = values.sort((a, b) => a.step - b.step);
  const events = ascending.map(({ step, wallTime, value }) => event(wallTime, step, summary(value)));
  return joined([...beginning, ...events].map(tfRecord));
}

/** Event: wall_time = 1, step = 2, and one of file_version = 3, graph_def = 4, summary = 5. */
function event(wallTime: number, step: number, what: Bytes): Bytes {
  return message(doubleField(1, wallTime), integerField(2, step), what);
}

/** Summary: value = 1. */
function summary(value: Bytes): Bytes {
  return messageField(5, messageField(1, value));
}

/** Summary.Value: tag = 1, metadata = 9, which readers need of a tag's first value only. */
function valuesOf<Value>(
  { tag, description, points }: Series<Value>,
  plugin: string,
  fieldOf: (value: Value) => Bytes,
): SeriesPoint<Bytes>[] {
  return points.map(({ step, wallTime, value }, index) => {
    const described = index === 0 ? metadata(message(textField(1, plugin)), description) : message();
    return { step, wallTime, value: message(textField(1, tag), described, fieldOf(value)) };
  });
}

/** SummaryMetadata: plugin_data = 1 (plugin_name = 1, content = 2), summary_description = 3. */
function metadata(pluginData: Bytes, description = ''): Bytes {
  const described = description === '' ? message() : textField(3, description);
  return messageField(9, message(messageField(1, pluginData), described));
}

/** Summary.Value: simple_value = 2, histo = 5, tensor = 8. */
function scalarValue(value: number): Bytes {
  return floatField(2, value);
}

/** HistogramProto: min = 1, max = 2, num = 3, sum = 4, sum_squares = 5, bucket_limit = 6, bucket = 7. */
function histogramValue(histogram: Histogram): Bytes {
  return messageField(
    5,
    message(
      doubleField(1, histogram.min),
      doubleField(2, histogram.max),
      doubleField(3, histogram.count),
      doubleField(4, histogram.sum),
      doubleField(5, histogram.sumOfSquares),
      doublesField(6, histogram.bucketLimits),
      doublesField(7, histogram.bucketCounts),
    ),
  );
}

/** TensorProto: dtype = 1 (DT_STRING = 7), tensor_shape = 2, string_val = 8. */
function textValue(markdown: string): Bytes {
  const oneString = messageField(2, integerField(1, 1));
  return messageField(8, message(integerField(1, 7), messageField(2, oneString), textField(8, markdown)));
}

const sessionStatus = { unknown: 0, success: 1, failure: 2 } as const;

/**
 * HParamsPluginData: session_start_info = 3 (hparams = 1, a map; start_time_secs = 5), session_end_info = 4 (status = 1,
 * end_time_secs = 2).
 */
function sessionValues({ hyperparameters, endedAt, status }: TrainingSession, startedAt: number): Bytes[] {
  const entries = Object.entries(hyperparameters).map(([name, value]) =>
    messageField(1, message(textField(1, name), messageField(2, structValue(value)))),
  );
  const start = messageField(3, message(...entries, doubleField(5, startedAt)));
  const end = messageField(4, message(integerField(1, sessionStatus[status]), doubleField(2, endedAt)));
  return [
    sessionValue('_hparams_/session_start_info', start),
    sessionValue('_hparams_/session_end_info', end),
  ];
}

function sessionValue(tag: string, content: Bytes): Bytes {
  const pluginData = message(textField(1, 'hparams'), messageField(2, content));
  return message(textField(1, tag), metadata(pluginData));
}

/** google.protobuf.Value: number_value = 2, string_value = 3. */
function structValue(value: string | number): Bytes {
  return typeof value === 'number' ? doubleField(2, value) : textField(3, value);
}
