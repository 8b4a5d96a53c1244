import { lazy, useState } from 'react';
import type { ParameterKey } from '../../configuration/hyperparameters.ts';
import { defaultHyperparameters, isChoiceKey } from '../../configuration/hyperparameters.ts';
import { furtherParameters, isUsed, parameterLabel } from '../../configuration/parameters.ts';
import { checkText, decidingParameters, textsOf } from '../../configuration/parseHyperparameters.ts';
import { Deferred } from '../common/Deferred.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { useDialog } from '../common/useDialog.ts';
import './moreSettings.css';

const SettingGroups = lazy(() => import('./SettingGroups.tsx'));

/** The hyperparameters that the article does not use: which of them differ from the article, and the panel that has them all. */
export function MoreSettings({ keys }: { readonly keys: readonly ParameterKey[] }) {
  const { dialog, open } = useDialog();
  const [wasOpened, setWasOpened] = useState(false);
  const fields = useSessionState((state) => state.fields);
  const values = decidingParameters(fields, keys);
  const used = furtherParameters
    .flatMap(({ keys: group }) => group)
    .filter((key) => keys.includes(key) && isUsed(key, values));
  const changed = used.filter((key) => fields[key] !== articleTexts[key]);
  const wrong = used.filter((key) => !isChoiceKey(key) && !checkText(key, fields[key], values).ok);
  return (
    <div className="more-settings">
      <button
        type="button"
        className="button button-plain"
        aria-haspopup="dialog"
        onClick={() => {
          setWasOpened(true);
          open();
        }}
      >
        More settings
      </button>
      {wrong.length > 0 ? (
        <p className="field-problem">To correct there: {wrong.map(parameterLabel).join(', ')}</p>
      ) : (
        <p className="quiet">{changed.length === 0 ? 'As in the article' : changedText(changed)}</p>
      )}
      <dialog ref={dialog} className="settings-panel" aria-labelledby="settings-title">
        <form method="dialog">
          <div className="section-head">
            <h2 id="settings-title">More settings</h2>
            <button type="submit" className="button button-plain">
              Done
            </button>
          </div>
          {wasOpened && (
            <Deferred fallback={<p className="quiet">The settings are loading…</p>}>
              <SettingGroups keys={used} />
            </Deferred>
          )}
        </form>
      </dialog>
    </div>
  );
}

const articleTexts = textsOf(defaultHyperparameters);

/** More than these are counted. */
const namedChanges = 4;

function changedText(changed: readonly ParameterKey[]): string {
  const names = changed.slice(0, namedChanges).map((key) => parameterLabel(key).toLowerCase());
  const rest = changed.length - names.length;
  return `Changed: ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
