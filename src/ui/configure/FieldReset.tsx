import { choiceDeclaration, isChoiceKey, type ParameterKey } from '../../configuration/hyperparameters.ts';
import { presetText } from '../../session/state/nearestPreset.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';

interface FieldResetProps {
  readonly parameter: ParameterKey;
  readonly label: string;
}

/** Marks a field that differs from the preset, and gives it the preset's value again. */
export function FieldReset({ parameter, label }: FieldResetProps) {
  const session = useSession();
  const text = useSessionState((state) => presetText(state, parameter));
  if (text === null) return null;
  const options = isChoiceKey(parameter) ? choiceDeclaration(parameter).options : [];
  const title = `Reset ${label} to ${options.find(({ value }) => value === text)?.label ?? text}`;
  return (
    <button
      type="button"
      className="field-reset"
      aria-label={title}
      title={title}
      onClick={() => session.setField(parameter, text)}
    >
      ↺
    </button>
  );
}
