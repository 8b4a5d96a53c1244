import {
  type ChoiceKey,
  choiceDeclaration,
  type ParameterKey,
  parameterKeys,
} from '../../configuration/hyperparameters.ts';
import { exactName, type Named, nearestName } from '../../configuration/nearestName.ts';
import { parameterLabel, parameterName } from '../../configuration/parameters.ts';
import type { LinkFinding } from '../../network/configurationLink.ts';
import { networkNamed, networks } from '../../network/networks.ts';
import { maxLinkCharacters } from '../../network/resultLink.ts';
import { listText } from './lists.ts';
import { numberProblemText } from './numberProblems.ts';
import { wholeNumber } from './numbers.ts';
import { shortened } from './quotations.ts';

/** A link is untrusted, and may have any number of problems. Comparing names takes time. */
const consideredFindings = 100;
const shownProblems = 8;

/** What of a link cannot be used, and what to write instead. Names that resemble none of this page are no problem. */
export function linkProblems(findings: readonly LinkFinding[]): string[] {
  const texts = findings.slice(0, consideredFindings).map(problemText);
  const problems = texts.filter((text) => text !== null);
  const isShort = problems.length <= shownProblems;
  return isShort ? problems : [...problems.slice(0, shownProblems), 'Other parts cannot be used either.'];
}

/** Names that others may have added to the link; the empty string where there are none. */
export function ignoredNamesText(findings: readonly LinkFinding[]): string {
  const names = findings
    .slice(0, consideredFindings)
    .flatMap((finding) =>
      finding.kind === 'unknown-name' && problemText(finding) === null ? [finding.name] : [],
    );
  const shown = names.slice(0, shownProblems).map((name) => `“${shortened(name)}”`);
  const more = names.length > shown.length ? ['others'] : [];
  return names.length === 0
    ? ''
    : `The link also sets ${listText([...shown, ...more], 'and')}, which this page does not support and ignores.`;
}

function problemText(finding: LinkFinding): string | null {
  switch (finding.kind) {
    case 'malformed':
      return `“${shortened(finding.part)}” is not used: a “%” in it is not the code of a character. Write the value without it.`;
    case 'semicolon':
      return `“${finding.name} = ${shortened(finding.text)}” is not used: the parts of a link are separated by “&”, not by “;”.`;
    case 'unknown-name': {
      const chosen = exactName(finding.name, chosenInPage);
      if (chosen !== null) return `A link does not set the ${chosen}: choose it in Configure.`;
      const name = suggestedName(finding.name);
      return name && `“${shortened(finding.name)}” is not a name that this page knows: write ${name}.`;
    }
    case 'unknown-network':
      return `${notUsed('network', finding.text)} ${valuesText(finding.text, networkNames)}`;
    case 'repeated': {
      const texts = finding.texts.slice(0, 3).map((text) => `“${shortened(text)}”`);
      return `${finding.name} has more than one value, ${listText(texts, 'and')}, and none of them is used. Write it once.`;
    }
    case 'other-network': {
      const owners = networks.filter(({ parameters }) => parameters.includes(finding.key));
      const titles = listText(
        owners.map(({ name }) => titleOf(name)),
        'and',
      );
      return `${parameterName(finding.key)} belongs to the ${titles}. This link opens the ${titleOf(finding.network)}.`;
    }
    case 'value':
      return valueText(finding);
    case 'length':
      return `It has ${wholeNumber(finding.characters)} characters, and no link of this page has more than ${wholeNumber(maxLinkCharacters)}.`;
    case 'version':
      return versionText(finding.texts);
    case 'empty':
      return 'It has no configuration.';
    case 'accuracy':
      return `${notUsed(finding.name, finding.text)} Write a number from 0 to 1, such as 0.4633.`;
    case 'two-targets':
      return 'It has a test accuracy and a validation accuracy to beat. Keep one of them.';
  }
}

function versionText(texts: readonly string[]): string {
  const [text = ''] = texts;
  if (texts.length > 1) return 'It has more than one version. Write v=1 once.';
  if (/^[1-9]\d{0,3}$/.test(text))
    return 'It was made by a newer version of this page. Reload the page, and open the link again.';
  return text.trim() === '' ? 'It does not say its version. Write v=1.' : `${notUsed('v', text)} Write v=1.`;
}

function valueText({ key, text, problem }: Extract<LinkFinding, { kind: 'value' }>): string {
  const advice =
    problem.kind === 'number'
      ? numberProblemText(problem.range, problem.problem)
      : valuesText(text, optionNames(problem.key));
  return `${notUsed(parameterName(key), text)} ${advice}`;
}

function notUsed(name: string, text: string): string {
  return text.trim() === '' ? `“${name}” has no value.` : `“${name} = ${shortened(text)}” is not used.`;
}

/** What to write in the place of a text that is none of these names. */
function valuesText(text: string, names: readonly Named[]): string {
  const exact = exactName(text, names);
  if (exact !== null) return `“${shortened(text)}” is written “${exact}”.`;
  const nearest = nearestName(text, names);
  const all = `The values are ${listText(
    names.map(({ name }) => name),
    'and',
  )}`;
  return nearest === null ? `${all}.` : `${all}; ${nearest} is the nearest.`;
}

const networkNames: readonly Named[] = networks.map(({ name, title }) => ({ name, aliases: [title] }));

function optionNames(key: ChoiceKey): readonly Named[] {
  return choiceDeclaration(key).options.map(({ value, label }) => ({ name: value, aliases: [label] }));
}

/** Abbreviations that papers and programs use. */
const abbreviations: Partial<Readonly<Record<ParameterKey, readonly string[]>>> = {
  learningRate: ['lr'],
  regConstant: ['l2'],
  batchSize: ['bs'],
  maxSteps: ['iterations'],
  weightDecay: ['wd'],
};

/** What people expect in a link beside hyperparameters. */
const chosenInPage: readonly Named[] = ['backend', 'preset'].map((name) => ({ name, aliases: [] }));

const parameterNames: readonly Named[] = [
  { name: 'network', aliases: [] },
  ...parameterKeys.map((key) => ({
    name: parameterName(key),
    aliases: [parameterLabel(key), ...(abbreviations[key] ?? [])],
  })),
];

function suggestedName(name: string): string | null {
  return nearestName(name, parameterNames);
}

/** `convolutional network`, `softmax classifier`: within a sentence. */
function titleOf(network: string): string {
  return (networkNamed(network)?.title ?? network).toLowerCase().replace(/ \(.*\)$/, '');
}
