import { lazy, useLayoutEffect, useRef } from 'react';
import type { ParameterKey } from '../../configuration/hyperparameters.ts';
import { defaultHyperparameters } from '../../configuration/hyperparameters.ts';
import { furtherParameters, isUsed } from '../../configuration/parameters.ts';
import { decidingParameters, textsOf } from '../../configuration/parseHyperparameters.ts';
import { Deferred } from '../common/Deferred.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { ParameterField } from './ParameterField.tsx';
import './further.css';

const ScheduleCurve = lazy(() => import('./ScheduleCurve.tsx'));

/** The hyperparameters that the article does not use, collapsed until they are needed. */
export function FurtherParameters({ keys }: { readonly keys: readonly ParameterKey[] }) {
  const fields = useSessionState((state) => state.fields);
  const values = decidingParameters(fields, keys);
  const changed = furtherParameters
    .flatMap(({ keys: group }) => group)
    .filter((key) => keys.includes(key) && isUsed(key, values) && fields[key] !== articleTexts[key]);
  const isChanged = changed.length > 0;
  const details = useRef<HTMLDetailsElement>(null);

  // A change opens it. Only the user closes it: otherwise a slider would disappear while it is dragged over the article's value.
  useLayoutEffect(() => {
    if (isChanged && details.current) details.current.open = true;
  }, [isChanged]);

  return (
    <details ref={details} className="further">
      <summary>
        Advanced <span className="quiet">{summaryText(changed.length)}</span>
      </summary>
      {furtherParameters.map(({ title, keys: group }) => (
        <fieldset key={title}>
          <legend>{title}</legend>
          <div className="fields">
            {group
              .filter((key) => keys.includes(key) && isUsed(key, values))
              .map((key) => (
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
    </details>
  );
}

const articleTexts = textsOf(defaultHyperparameters);

function summaryText(changed: number): string {
  return changed === 0 ? 'same as the article' : `${changed} changed from the article`;
}
