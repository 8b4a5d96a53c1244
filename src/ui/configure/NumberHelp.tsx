import { defaultHyperparameters, numberDeclaration } from '../../configuration/hyperparameters.ts';
import type { NumberSpec } from '../../configuration/numberSpec.ts';
import { articleParameters } from '../../configuration/parameters.ts';
import { articlePart2 } from '../../configuration/presets.ts';
import { networkNamed } from '../../network/networks.ts';
import { parameterText } from '../words/numbers.ts';

/** Explains a hyperparameter. */
export function NumberHelp({ spec }: { readonly spec: NumberSpec }) {
  const { what, formula, tooSmall, tooLarge } = numberDeclaration(spec.key);
  return (
    <>
      <p>{what}</p>
      {formula && (
        <p className="formula" translate="no">
          {formula}
        </p>
      )}
      <dl>
        <dt>Too small</dt>
        <dd>{tooSmall}</dd>
        <dt>Too large</dt>
        <dd>{tooLarge}</dd>
        <dt>Article</dt>
        <dd>{articleText(spec)}</dd>
      </dl>
    </>
  );
}

function articleText({ key }: NumberSpec): string {
  if (key === 'seed') return 'not stated';
  const isOfArticle =
    articleParameters.includes(key) && networkNamed(articlePart2.network)?.parameters.includes(key);
  return isOfArticle ? parameterText(defaultHyperparameters[key]) : 'not used';
}
