import type { Hyperparameters, OptimizerName } from '../../configuration/hyperparameters.ts';
import { constants, indented, lines } from './python.ts';
import type { Run } from './run.ts';

type Settings = Required<Hyperparameters>;

/** The arguments of each optimizer besides its rate. */
const settingsOf: Readonly<Record<OptimizerName, readonly string[]>> = {
  sgd: [],
  momentum: ['momentum=MOMENTUM'],
  nesterov: ['momentum=MOMENTUM', 'nesterov=True'],
  adam: [],
};

export function optimizerConstants({ hyperparameters }: Run): string {
  const { optimizer, momentum, weightDecay, regConstant, biasRateFactor } = hyperparameters;
  return constants({
    LEARNING_RATE: hyperparameters.learningRate,
    ...(biasRateFactor === 1 ? {} : { BIAS_RATE_FACTOR: biasRateFactor }),
    ...(settingsOf[optimizer].length > 0 ? { MOMENTUM: momentum } : {}),
    ...(weightDecay > 0 ? { WEIGHT_DECAY: weightDecay } : {}),
    ...(regConstant > 0 ? { REG_CONSTANT: regConstant } : {}),
  });
}

/** The function `make_optimizer`. */
export function makeOptimizer({ hyperparameters }: Run): string {
  const { optimizer } = hyperparameters;
  const decays = isAdamW(hyperparameters);
  const name = optimizer === 'adam' ? (decays ? 'AdamW' : 'Adam') : 'SGD';
  const parameters = hasGroups(hyperparameters) ? 'groups' : 'network.parameters()';
  const args = [parameters, 'lr=LEARNING_RATE', ...settingsOf[optimizer]];
  return lines(
    'def make_optimizer(network):',
    hasGroups(hyperparameters) && indented(groups(hyperparameters)),
    `    return torch.optim.${name}(${args.join(', ')})`,
  );
}

/** Gives the function its groups of parameters. */
function groups({ biasRateFactor, ...settings }: Settings): string {
  const decays = isAdamW(settings);
  const ofWeights = ['"params": network.weights()', ...(decays ? ['"weight_decay": WEIGHT_DECAY'] : [])];
  const ofBiases = [
    '"params": network.biases()',
    ...(biasRateFactor === 1 ? [] : ['"lr": LEARNING_RATE * BIAS_RATE_FACTOR']),
    ...(decays ? ['"weight_decay": 0'] : []),
  ];
  return lines('groups = [', `    {${ofWeights.join(', ')}},`, `    {${ofBiases.join(', ')}},`, ']');
}

/** The methods of the network that tell weights from biases, as far as something treats them differently. */
export function weightMethods({ hyperparameters, layers }: Run): string | false {
  const { weightDecay, regConstant } = hyperparameters;
  const isWeight = layers.some(({ kind }) => kind === 'whitening')
    ? 'tensor.requires_grad and tensor.ndim > 1'
    : 'tensor.ndim > 1';
  if (!hasGroups(hyperparameters) && weightDecay === 0 && regConstant === 0) return false;
  return lines(
    '',
    '    def weights(self):',
    `        return [tensor for tensor in self.parameters() if ${isWeight}]`,
    hasGroups(hyperparameters) && '',
    hasGroups(hyperparameters) && '    def biases(self):',
    hasGroups(hyperparameters) &&
      '        return [tensor for tensor in self.parameters() if tensor.ndim == 1]',
  );
}

/** The function `decay_weights`, where the optimizer cannot do it. */
export function decayWeights({ hyperparameters }: Run): string | false {
  if (!decaysApart(hyperparameters)) return false;
  return lines(
    '@torch.no_grad()',
    'def decay_weights(network, rate):',
    '    """Shrinks the weights, independently of the gradient."""',
    '    for weights in network.weights():',
    '        weights.mul_(1 - rate * WEIGHT_DECAY)',
  );
}

/** Whether weights decay by a function of the program. */
export function decaysApart({ optimizer, weightDecay }: Settings): boolean {
  return weightDecay > 0 && optimizer !== 'adam';
}

function isAdamW({ optimizer, weightDecay }: Pick<Settings, 'optimizer' | 'weightDecay'>): boolean {
  return weightDecay > 0 && optimizer === 'adam';
}

function hasGroups(settings: Settings): boolean {
  return settings.biasRateFactor !== 1 || isAdamW(settings);
}
