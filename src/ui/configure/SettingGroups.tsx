import { lazy } from 'react';
import type { ParameterKey } from '../../configuration/hyperparameters.ts';
import { furtherParameters } from '../../configuration/parameters.ts';
import { Deferred } from '../common/Deferred.tsx';
import { ParameterField } from './ParameterField.tsx';

const ScheduleCurve = lazy(() => import('./ScheduleCurve.tsx'));

/** The fields of these hyperparameters, in their groups. */
export default function SettingGroups({ keys }: { readonly keys: readonly ParameterKey[] }) {
  return (
    <div className="setting-groups">
      {furtherParameters
        .map(({ title, keys: group }) => ({ title, group: group.filter((key) => keys.includes(key)) }))
        .filter(({ group }) => group.length > 0)
        .map(({ title, group }) => (
          <fieldset key={title}>
            <legend>{title}</legend>
            <div className="fields">
              {group.map((key) => (
                <ParameterField key={key} parameter={key} />
              ))}
            </div>
            {group.includes('schedule') && (
              <Deferred>
                <ScheduleCurve />
              </Deferred>
            )}
          </fieldset>
        ))}
    </div>
  );
}
