import type { Control } from './controls.ts';
import type { Weighted } from './draws.ts';

/** What a person does beside the page's own controls. */
export type Gesture =
  | 'wait'
  | 'press a key'
  | 'press keys quickly'
  | 'resize the window'
  | 'choose small settings'
  | 'drop a file'
  | 'paste'
  | 'reload'
  | 'open a link'
  | 'go back'
  | 'open a tab'
  | 'switch to another tab'
  | 'close the tab';

export type Candidate = Weighted &
  (
    | { readonly kind: 'gesture'; readonly gesture: Gesture }
    /** `index` in the list of controls. */
    | { readonly kind: 'control'; readonly control: Control; readonly index: number }
  );

export interface Situation {
  readonly controls: readonly Control[];
  readonly tabs: number;
}

/** More of them would leave nothing of two cores to any of them. */
const mostTabs = 3;

/** Steps and numbers that are a lot for a run of a few seconds. */
const manySteps = 1_000;
const manyUnits = 256;

/** Everything that can be done now, with its chances. */
export function candidatesIn({ controls, tabs }: Situation): Candidate[] {
  const groups = controls.map(groupOf);
  const sizeOf = (group: Group) => groups.filter((other) => other === group).length;
  const seen = new Map<string, number>();
  const all: Candidate[] = controls.map((control, index) => {
    const group = groupOf(control);
    const kind = keyOf(control);
    const ordinal = seen.get(kind) ?? 0;
    seen.set(kind, ordinal + 1);
    const weight = groupWeights[group] / sizeOf(group);
    return { kind: 'control', control, index, key: `${kind} ${ordinal}`, weight };
  });
  for (const [gesture, weight] of Object.entries(gestureWeights(controls, tabs)) as [Gesture, number][]) {
    if (weight > 0) all.push({ kind: 'gesture', gesture, key: gesture, weight });
  }
  return all.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The same for controls that differ in numbers alone, such as dates. */
function keyOf({ role, name, place }: Control): string {
  return `${role} ${name} in ${place}`.replace(/\d+/g, '#');
}

type Group = keyof typeof groupWeights;

/** The chances of a group of controls, which its members share: a hundred buttons for help must not leave the run alone. */
const groupWeights = {
  run: 22,
  kept: 10,
  sweep: 6,
  download: 5,
  deletion: 2,
  'in a dialog': 60,
  field: 12,
  slider: 5,
  choice: 7,
  tick: 4,
  disclosure: 5,
  help: 2,
  other: 12,
  disabled: 3,
};

const runNames = /^(Train|Pause|Resume|Step|Stop|Take over|Take over by force|Continue at step .*)$/;
const keptNames = /^(Save checkpoint|Restore|Evaluate on test set|Pin|Only keep its checkpoint)$/;

function groupOf(control: Control): Group {
  const { role, name, place, isDisabled } = control;
  if (isDisabled) return 'disabled';
  if (place === 'dialog') return 'in a dialog';
  if (role === 'slider') return 'slider';
  if (role === 'combobox') return 'choice';
  if (role === 'textbox' || role === 'spinbutton') return 'field';
  if (role === 'checkbox' || role === 'radio') return 'tick';
  if (role === 'summary') return 'disclosure';
  if (runNames.test(name)) return 'run';
  if (keptNames.test(name)) return 'kept';
  if (name.startsWith('About ')) return 'help';
  if (name.startsWith('Delete')) return 'deletion';
  if (place === 'search-section') return 'sweep';
  if (name.startsWith('Download')) return 'download';
  return 'other';
}

function gestureWeights(controls: readonly Control[], tabs: number): Record<Gesture, number> {
  const isDialog = controls.some(({ place }) => place === 'dialog');
  return {
    wait: 6,
    'press a key': 8,
    'press keys quickly': isDialog ? 0 : 4,
    'resize the window': 1,
    'choose small settings': isDialog ? 0 : areHeavy(controls) ? 25 : 1,
    'drop a file': isDialog ? 0 : 1,
    paste: 1,
    reload: 2,
    'open a link': 1,
    'go back': 0.7,
    'open a tab': tabs < mostTabs ? 1 : 0,
    'switch to another tab': tabs > 1 ? 4 : 0,
    'close the tab': tabs > 1 ? 1.5 : 0.3,
  };
}

/** Whether a run with these settings would take minutes. */
function areHeavy(controls: readonly Control[]): boolean {
  return controls.some(({ role, name, text }) => {
    if (role !== 'spinbutton') return false;
    const number = Number(text.replaceAll(',', ''));
    if (name === 'Max steps') return number > manySteps;
    // Convolutions take many times as long as products of matrices.
    if (name.startsWith('Filters') || name === 'Width') return true;
    return (name.startsWith('Hidden units') || name === 'Batch size') && number > manyUnits;
  });
}
