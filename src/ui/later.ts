/* What the first paint can do without. It comes behind it, in one request. */
export { CheckpointsSection } from './checkpoints/CheckpointsSection.tsx';
export { FailureSentence } from './common/FailureSentence.tsx';
export { BackendMeasurement } from './configure/BackendMeasurement.tsx';
export { ConfigurationLink } from './configure/ConfigurationLink.tsx';
export { FurtherParameters } from './configure/FurtherParameters.tsx';
export { DropTarget } from './data/DropTarget.tsx';
export { ExportSection } from './export/ExportSection.tsx';
export { InspectSection } from './inspect/InspectSection.tsx';
export { NewVersion } from './newVersion/NewVersion.tsx';
export { RunsSection } from './runs/RunsSection.tsx';
export { Shortcuts } from './shortcuts/Shortcuts.tsx';
export { SweepSection } from './sweep/SweepSection.tsx';
export { OtherTab } from './train/OtherTab.tsx';
export { RunCharts } from './train/RunCharts.tsx';
export { TrainingDoctor } from './train/TrainingDoctor.tsx';
export { UnfinishedRun } from './train/UnfinishedRun.tsx';
