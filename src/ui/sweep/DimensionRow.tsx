import { choiceDeclaration, numberDeclaration } from '../../configuration/hyperparameters.ts';
import { parameterLabel } from '../../configuration/parameters.ts';
import type { DimensionDraft, DraftField, PlacedProblem } from '../../sweep/sweepDraft.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { draftProblemText } from '../words/sweeps.ts';
import { DraftNumber } from './DraftNumber.tsx';

interface DimensionRowProps {
  readonly dimension: DimensionDraft;
  readonly problems: readonly PlacedProblem[];
  readonly onChange: (changed: DimensionDraft) => void;
  readonly onRemove: () => void;
}

/** A parameter that is searched, and the values that it may have. */
export function DimensionRow({ dimension, problems, onChange, onRemove }: DimensionRowProps) {
  const title = parameterLabel(dimension.key);
  return (
    <li className="dimension">
      <p className="dimension-title">{title}</p>
      {dimension.kind === 'numeric' ? (
        <NumericRange dimension={dimension} title={title} problems={problems} onChange={onChange} />
      ) : (
        <Options dimension={dimension} title={title} problems={problems} onChange={onChange} />
      )}
      <ActionButton label={`Remove ${title}`} onPress={onRemove}>
        Remove
      </ActionButton>
    </li>
  );
}

interface ValuesProps<Kind extends DimensionDraft['kind']> {
  readonly dimension: Extract<DimensionDraft, { kind: Kind }>;
  readonly title: string;
  readonly problems: readonly PlacedProblem[];
  readonly onChange: (changed: DimensionDraft) => void;
}

function NumericRange({ dimension, title, problems, onChange }: ValuesProps<'numeric'>) {
  const range = numberDeclaration(dimension.key);
  return (
    <>
      <DraftNumber
        label="From"
        name={`${title} from`}
        range={range}
        text={dimension.from}
        problem={problemAt(problems, 'from')}
        onText={(from) => onChange({ ...dimension, from })}
      />
      <DraftNumber
        label="To"
        name={`${title} to`}
        range={range}
        text={dimension.to}
        problem={problemAt(problems, 'to')}
        onText={(to) => onChange({ ...dimension, to })}
      />
      <label className="inline-field">
        <input
          type="checkbox"
          checked={dimension.isLog}
          aria-label={`${title} logarithmic`}
          onChange={(event) => onChange({ ...dimension, isLog: event.target.checked })}
        />
        logarithmic
      </label>
    </>
  );
}

function Options({ dimension, title, problems, onChange }: ValuesProps<'choice'>) {
  const { options } = choiceDeclaration(dimension.key);

  function tick(value: string, isTicked: boolean) {
    // In the order in which the page lists them, whatever was ticked first.
    const ticked = options
      .map((option) => option.value)
      .filter((other) => (other === value ? isTicked : dimension.options.includes(other)));
    onChange({ ...dimension, options: ticked });
  }

  return (
    <fieldset className="dimension-options" aria-label={title}>
      {options.map(({ value, label }) => (
        <label key={value} className="inline-field">
          <input
            type="checkbox"
            checked={dimension.options.includes(value)}
            onChange={(event) => tick(value, event.target.checked)}
          />
          {label}
        </label>
      ))}
      <p className="field-problem" aria-live="polite">
        {problemAt(problems, 'options')}
      </p>
    </fieldset>
  );
}

function problemAt(problems: readonly PlacedProblem[], field: DraftField): string | null {
  const found = problems.find((problem) => problem.field === field);
  return found ? draftProblemText(found.problem) : null;
}
