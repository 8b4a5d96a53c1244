import checkStart from '../python/training/check_start.py?raw';
import processes from '../python/training/processes.py?raw';
import { loadArguments } from './dataModule.ts';
import { decaysApart, decayWeights, makeOptimizer, optimizerConstants } from './optimizer.ts';
import { constants, indented, lines, pythonFile } from './python.ts';
import { furtherSteps, type Run, validates } from './run.ts';
import { hasSchedule, scaledRate, scaleRate } from './schedule.ts';

/** `train.py`: the program. */
export function trainModule(run: Run): string {
  return pythonFile(docstring(run), trainConstants(run), [
    main(run),
    train(run),
    parseArguments(run),
    checkStart,
    processes,
    makeOptimizer(run),
    hasSchedule(run) && scaleRate(run),
    trainStep(run),
    decayWeights(run),
    averages(run) && updateAverage(run),
    measureAccuracy(run),
    'if __name__ == "__main__":\n    main()',
  ]);
}

function docstring({ title, step }: Run): string {
  return lines(
    `${title}: continues training from step ${step}, where the page stopped.`,
    '',
    '    python3 train.py [cifar-10-binary.tar.gz] [--steps 1000]',
    '    torchrun --nproc_per_node 2 train.py [cifar-10-binary.tar.gz]',
    '',
    'Writes trained_on.npz, which the page can open. README.txt says more.',
    '',
  );
}

function averages({ hyperparameters: { averageDecay } }: Run): boolean {
  return averageDecay > 0;
}

function trainConstants(run: Run): string {
  const { hyperparameters, step } = run;
  const { maxSteps, seed, warmupSteps, labelSmoothing, averageDecay } = hyperparameters;
  return lines(
    'HERE = Path(__file__).resolve().parent',
    '# Set by torchrun. One process alone is the first of one.',
    'RANK = int(os.environ.get("RANK", 0))',
    'PROCESSES = int(os.environ.get("WORLD_SIZE", 1))',
    'LOCAL_RANK = int(os.environ.get("LOCAL_RANK", RANK))',
    'LOCAL_PROCESSES = int(os.environ.get("LOCAL_WORLD_SIZE", 1))',
    '',
    '# The run in the page, and the step at which it stopped.',
    constants({ SEED: seed, STEP: step, MAX_STEPS: maxSteps }),
    optimizerConstants(run),
    constants({
      ...(warmupSteps > 0 ? { WARMUP_STEPS: warmupSteps } : {}),
      ...(labelSmoothing > 0 ? { LABEL_SMOOTHING: labelSmoothing } : {}),
      ...(averageDecay > 0 ? { AVERAGE_DECAY: averageDecay } : {}),
    }) || false,
  );
}

function parseArguments(run: Run): string {
  const steps = run.step < run.hyperparameters.maxSteps ? 'to the last of the run' : 'as many again';
  return lines(
    'def parse_arguments():',
    '    style = argparse.RawDescriptionHelpFormatter',
    '    parser = argparse.ArgumentParser(description=__doc__, formatter_class=style)',
    '    parser.add_argument("data", nargs="?", help="cifar-10-binary.tar.gz, or its unpacked folder")',
    `    steps = "how many steps to train (${furtherSteps(run)}, ${steps}, unless given)"`,
    `    parser.add_argument("--steps", type=count_steps, default=${furtherSteps(run)}, help=steps)`,
    '    parser.add_argument("--compile", action="store_true", help="compile the network first")',
    '    parser.add_argument("--amp", action="store_true", help="train in bfloat16 where possible")',
    '    return parser.parse_args()',
    '',
    '',
    'def count_steps(text):',
    '    if not text.isdecimal() or int(text) == 0:',
    '        raise argparse.ArgumentTypeError(f"\'{text}\' is not a number of steps, such as 1000")',
    '    return int(text)',
  );
}

function main({ hyperparameters: { dropout } }: Run): string {
  return lines(
    'def main():',
    '    arguments = parse_arguments()',
    '    # One process of each machine checks and downloads; the others wait until it joins them.',
    '    if LOCAL_RANK == 0:',
    '        check_start(arguments)',
    '    device = join_processes()',
    dropout > 0 && '    # Each process drops other units.',
    dropout > 0 && '    torch.manual_seed(SEED + STEP + RANK)',
    '    train(arguments, device)',
    '    if PROCESSES > 1:',
    '        dist.destroy_process_group()',
  );
}

/** The function `train`, whose local variables are gone before the processes part. */
function train(run: Run): string {
  return lines(
    'def train(arguments, device):',
    '    """Trains the network, from the weights of the page to a file that the page can open."""',
    indented([images(run), models(run), loop(run), result(run)].join('\n\n')),
  );
}

function images(run: Run): string {
  const data = ['training', ...(validates(run) ? ['validation'] : []), 'test'].join(', ');
  const args = loadArguments(run).map((name) => (name === 'path' ? 'arguments.data' : name));
  return lines(
    'weights = np.load(HERE / "weights.npz")',
    'scaling = InputScaling(weights).to(device)',
    `${data} = load_data(${args.join(', ')})`,
    '# The order of the images is not that of the steps before.',
    'sampler = BatchSampler(len(training), SEED + STEP, RANK, PROCESSES, device)',
    'loader = DataLoader(training, batch_size=None, sampler=sampler)',
  );
}

function models(run: Run): string {
  return lines(
    'network = load_network(weights).to(device)',
    averages(run) && 'average = copy.deepcopy(network)',
    'model = share_network(network, device, arguments.compile)',
    'optimizer = make_optimizer(network)',
    'end = STEP + arguments.steps',
    run.hyperparameters.schedule !== 'constant' && '# A longer run stretches its schedule.',
    'last_step = max(MAX_STEPS, end)',
    hasSchedule(run) && `scheduler = LambdaLR(optimizer, lambda taken: ${scaledRate(run)})`,
  );
}

function evaluated(run: Run): string {
  return averages(run) ? 'average' : 'network';
}

function loop(run: Run): string {
  const network = needsNetwork(run) ? 'network, ' : '';
  return lines(
    `accuracy = measure_accuracy(${evaluated(run)}, scaling, test)`,
    'report(f"Step {STEP}, test accuracy {accuracy:.4f}")',
    'step = STEP',
    'while step < end:',
    '    # An epoch, or as much of it as there are steps left.',
    '    for images, labels in itertools.islice(loader, end - step):',
    '        inputs = scaling(images)',
    `        measured = train_step(model, ${network}optimizer, inputs, labels, arguments.amp)`,
    hasSchedule(run) && '        scheduler.step()',
    averages(run) && '        update_average(average, network, step)',
    '        if step % 10 == 0:',
    '            loss, accuracy = sum_over_processes(measured).tolist()',
    '            report(f"Step {step}, loss {loss:.4f}, training accuracy {accuracy:.4f}")',
    '        step += 1',
    validates(run) && `    accuracy = measure_accuracy(${evaluated(run)}, scaling, validation)`,
    validates(run) && '    report(f"Step {step}, validation accuracy {accuracy:.4f}")',
  );
}

function result(run: Run): string {
  return lines(
    `accuracy = measure_accuracy(${evaluated(run)}, scaling, test)`,
    'report(f"Step {end}, test accuracy {accuracy:.4f}")',
    'if RANK == 0:',
    '    changes = {"step": str(end), "max_steps": str(last_step)}',
    `    save_network(${evaluated(run)}, weights, "trained_on.npz", changes)`,
  );
}

/** Whether a step uses the network's weights besides its outputs. */
function needsNetwork({ hyperparameters }: Run): boolean {
  return hyperparameters.regConstant > 0 || decaysApart(hyperparameters);
}

function trainStep(run: Run): string {
  const { hyperparameters, batches } = run;
  const { regConstant, labelSmoothing } = hyperparameters;
  const isShort = batches === 'last short';
  const size = isShort ? 'batch_size' : 'BATCH_SIZE';
  const smoothing = labelSmoothing > 0 ? ', label_smoothing=LABEL_SMOOTHING' : '';
  const total = `F.cross_entropy(logits, labels, reduction="sum"${smoothing})`;
  const penalty = regConstant > 0 ? ' + REG_CONSTANT / 2 * squares / PROCESSES' : '';
  const isPlain = smoothing === '' && penalty === '';
  return lines(
    `def train_step(model, ${needsNetwork(run) ? 'network, ' : ''}optimizer, inputs, labels, amp):`,
    '    """Takes one step with this process\'s share of a batch.',
    '',
    '    Returns its shares of the loss and the accuracy before the step: their sums over all processes',
    '    are the loss and the accuracy on the whole batch.',
    '    """',
    '    with torch.autocast(inputs.device.type, torch.bfloat16, enabled=amp):',
    '        logits = model(inputs).float()',
    isShort && '    # The last batch of an epoch is short.',
    isShort && '    batch_size = sum_over_processes(labels.new_tensor(len(labels)))',
    isPlain && `    loss = ${total} / ${size}`,
    !isPlain && `    total = ${total}`,
    regConstant > 0 && '    squares = sum(weights.square().sum() for weights in network.weights())',
    !isPlain && `    loss = total / ${size}${penalty}`,
    '    optimizer.zero_grad()',
    '    # Gradients become means over the processes, but the loss is the sum of their shares.',
    '    (loss * PROCESSES).backward()',
    decaysApart(hyperparameters) && '    decay_weights(network, optimizer.param_groups[0]["lr"])',
    '    optimizer.step()',
    `    accuracy = (logits.argmax(1) == labels).sum() / ${size}`,
    '    return torch.stack([loss.detach(), accuracy])',
  );
}

function updateAverage({ layers }: Run): string {
  // PyTorch's batch normalization counts batches, too.
  const counts = layers.some(({ kind }) => kind === 'batchNormalization');
  return lines(
    '@torch.no_grad()',
    'def update_average(average, network, step):',
    '    """Moves the average of the weights towards them, faster early in a run."""',
    '    decay = min(AVERAGE_DECAY, (2 + step) / (11 + step))',
    '    for mean, tensor in zip(average.state_dict().values(), network.state_dict().values()):',
    counts && '        if mean.is_floating_point():',
    counts && '            mean.lerp_(tensor, 1 - decay)',
    !counts && '        mean.lerp_(tensor, 1 - decay)',
  );
}

function measureAccuracy({ hyperparameters: { views } }: Run): string {
  const isMirrored = views === 'mirrored';
  return lines(
    '@torch.no_grad()',
    'def measure_accuracy(network, scaling, data):',
    '    """Returns the share of the images that the network classifies correctly.',
    '',
    isMirrored && '    It adds up the logits of an image and of its mirror image.',
    '    Each process counts in a share of the images.',
    '    """',
    '    network.eval()',
    '    correct = torch.zeros((), device=data.labels.device)',
    '    for indices in torch.arange(RANK, len(data), PROCESSES).split(1000):',
    '        images, labels = data[indices]',
    isMirrored
      ? '        logits = network(scaling(images)) + network(scaling(images.flip(3)))'
      : '        logits = network(scaling(images))',
    '        correct += (logits.argmax(1) == labels).sum()',
    '    network.train()',
    '    return sum_over_processes(correct).item() / len(data)',
  );
}
