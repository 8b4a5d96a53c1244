import { lines } from './python.ts';
import { furtherSteps, type Run } from './run.ts';

/** `README.txt`: how to run the program, and what it continues. */
export function readme(run: Run): string {
  const { hyperparameters, step } = run;
  const { maxSteps, schedule } = hyperparameters;
  const further =
    step < maxSteps
      ? `Unless told otherwise, it takes the ${furtherSteps(run)} steps to the run's last, step ${maxSteps}.`
      : `The run has taken all of its ${maxSteps} steps. Unless told otherwise, the program takes as many again.`;
  return `${run.title}: this PyTorch program continues its training from step ${step}.

    python3 train.py cifar-10-binary.tar.gz

It needs PyTorch 1.13 or later, and NumPy. The archive is https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz;
the Python version and the unpacked folder work, too. Without a path, the files are searched for in the current folder,
and downloaded if they are not there. The images are verified by SHA-256.

The program first prints the test accuracy of the weights, which is the page's. It ends by writing trained_on.npz into the
current folder; "Open weights..." in the page opens it.

${further}
${lines(
  schedule !== 'constant' &&
    'With more steps than that, the schedule of the learning rate is stretched to the new last step, as it is when\nMax steps is raised in the page. ',
)}

    --steps 1000   takes so many steps
    --compile      compiles the network with torch.compile, which needs PyTorch 2
    --amp          computes in bfloat16 where that is accurate enough

Several processes

On one machine with four GPUs, or with four processes on its CPUs:

    torchrun --nproc_per_node 4 train.py cifar-10-binary.tar.gz

On two such machines, on each of them, where "first" is the name or address of one of them:

    torchrun --nnodes 2 --nproc_per_node 4 --rdzv_backend c10d --rdzv_endpoint first:29500 train.py

Each process takes its share of every batch of ${hyperparameters.batchSize}, so the steps are those of one process.
`;
}
