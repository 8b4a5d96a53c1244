import { lazy } from 'react';

type Later = typeof import('./later.ts');

/** A part of the page that comes after the first paint. */
function part<Name extends keyof Later>(name: Name) {
  return lazy(
    async (): Promise<{ default: Later[Name] }> => ({ default: (await import('./later.ts'))[name] }),
  );
}

export const CheckpointsSection = part('CheckpointsSection');
export const BackendMeasurement = part('BackendMeasurement');
export const ConfigurationLink = part('ConfigurationLink');
export const FurtherParameters = part('FurtherParameters');
export const LinkNotice = part('LinkNotice');
export const NumberHelp = part('NumberHelp');
export const PresetNote = part('PresetNote');
export const ExportSection = part('ExportSection');
export const InspectSection = part('InspectSection');
export const RunsSection = part('RunsSection');
export const SweepSection = part('SweepSection');
export const OtherTab = part('OtherTab');
export const ResumeNote = part('ResumeNote');
export const RunCharts = part('RunCharts');
export const Shortcuts = part('Shortcuts');
export const UnfinishedRun = part('UnfinishedRun');
export const TrainingDoctor = part('TrainingDoctor');
export const NewVersion = part('NewVersion');
export const FailureSentence = part('FailureSentence');
export const DropTarget = part('DropTarget');
export const DeliveredFiles = part('DeliveredFiles');
