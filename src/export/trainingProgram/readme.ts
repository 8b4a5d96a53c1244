import { furtherSteps, type Run } from './run.ts';

/** `README.txt`: how to run the program, and what it continues. */
export function readme(run: Run): string {
  const { title, step, hyperparameters } = run;
  const { batchSize } = hyperparameters;
  return `${title}: this PyTorch program continues training from step ${step}, where the page stopped.

    python3 train.py cifar-10-binary.tar.gz

It needs NumPy, and PyTorch 1.13 or later. The archive is https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz;
the Python version and the unpacked folder work, too. Without a path, the files are searched for in the current
folder and beside the program, and downloaded (170 MB) if they are not there. Their SHA-256 is verified.

The program first prints the test accuracy of weights.npz, which is the page's. It ends by writing trained_on.npz
into the current folder. "Open weights..." in the page opens that file.

    --steps 1000   takes so many steps, instead of ${furtherSteps(run)}
    --compile      compiles the network first (PyTorch 2)
    --amp          computes in bfloat16 where that is accurate enough

What continues

${continuation(run).join('\n')}

In several processes

On one machine, with a process for each GPU, or with several on its CPUs:

    torchrun --nproc_per_node 4 train.py cifar-10-binary.tar.gz

On two such machines, with this command on both, where FIRST is the address of one of them:

    torchrun --nnodes 2 --nproc_per_node 4 --rdzv_id 1 --rdzv_backend c10d --rdzv_endpoint FIRST:29500 \\
        train.py cifar-10-binary.tar.gz

The processes share each batch of ${batchSize}, and take the same steps as one process, to within rounding${
    hyperparameters.dropout > 0 ? ',\nexcept that other units are dropped' : ''
  }.
The first one prints, and writes trained_on.npz.

Files

train.py            the program: the training loop, the optimizer, and the step
network.py          the network, and how its arrays are read and written
data.py             the images, their batches, and how they become inputs
cifar10_data.py     reads and verifies the official files
weights.npz         the weights, the pixel mean, and everything else needed to turn images into inputs
configuration.json  network, hyperparameters, seed, and SHA-256 of the official files
`;
}

/** What goes on where the page stopped, and what does not. */
function continuation(run: Run): string[] {
  const { step, hyperparameters } = run;
  const { maxSteps, schedule, optimizer, averageDecay } = hyperparameters;
  const isFinished = step >= maxSteps;
  const hasState = optimizer !== 'sgd';
  return [
    '- Training goes on at the same place in the epoch. PyTorch draws its own random numbers, so the order of the',
    '  images is another one than in the page.',
    ...(schedule === 'constant'
      ? []
      : [
          '- The learning rate goes on in its schedule. Steps beyond the last one of the run stretch the schedule, as',
          '  they do in the page when Max steps is raised.',
        ]),
    ...(isFinished
      ? [`- The run is finished. Without --steps, the program takes as many steps again: ${maxSteps}.`]
      : []),
    ...(hasState ? ['- weights.npz has no optimizer state, so the optimizer starts afresh.'] : []),
    ...(averageDecay > 0
      ? [
          '- weights.npz has the average of the weights, which evaluation uses. Training goes on from this average,',
          '  and a new one begins with it.',
        ]
      : []),
  ];
}
