import type { BackendChoice } from '../../backend/backendInfo.ts';
import type { FailureData, FailureDetails } from '../../failure.ts';
import { batchTitle } from './batches.ts';
import { folderNotCifar10Text, notAPictureText, notCifar10Text } from './contentKinds.ts';
import { partNotLoadedText } from './notDisplayed.ts';
import { bytesText, bytesToldApart, counted, toldApart, wholeNumber } from './numbers.ts';

/**
 * What went wrong, what it means for the user's work, and what to do. Every sentence about a failure is in this file.
 *
 * @param savedAt the last step at which the run that it ended was saved; null where it never was, undefined where that is not known
 */
export function failureText(failure: FailureData, savedAt?: number | null): string {
  switch (failure.code) {
    case 'download-failed': {
      const { file, status } = failure.details;
      const cause =
        status === null ? 'the server did not answer' : `the server answered with status ${status}`;
      return `${file} could not be downloaded: ${cause}. What was already stored is kept. Check the connection and download the rest.`;
    }
    case 'download-incomplete': {
      const { file, receivedBytes, expectedBytes } = failure.details;
      const [received, expected] = bytesToldApart(receivedBytes, expectedBytes);
      return `${file} was cut off after ${received} of ${expected}. What was already stored is kept. Download the rest.`;
    }
    case 'not-a-png':
      return `${failure.details.file} is not the PNG image that was expected. What was already stored is kept. Check the server that provides the files, then download the rest.`;
    case 'png-damaged':
      return `${failure.details.file} arrived damaged. What was already stored is kept. Download the rest again.`;
    case 'labels-damaged':
      return `The labels in ${failure.details.file} are damaged: they must be numbers from 0 to 9, one per image. Download the data again.`;
    case 'checksum-mismatch':
      return `${batchTitle(failure.details.batch)} arrived damaged (its checksum is wrong). What was already stored is kept. Download the rest again.`;
    case 'archive-damaged':
      return `${failure.details.file} is damaged and could not be unpacked. Batches read before the damage are kept. Download cifar-10-binary.tar.gz again.`;
    case 'archive-truncated': {
      const { file } = failure.details;
      const cause = /\.(crdownload|part|partial|download|opdownload)$/i.test(file)
        ? ', because its download was not finished'
        : '';
      return `${file} ends too early${cause}. Batches read before its end are kept. Get a complete copy of cifar-10-binary.tar.gz (162 MiB).`;
    }
    case 'archive-too-large':
      return `${failure.details.file} holds more than ${bytesText(failure.details.limitBytes)}, and CIFAR-10 only 184 MB, so the rest of it was not read. Choose cifar-10-binary.tar.gz, or the .bin files inside it.`;
    case 'file-not-cifar10':
      return notCifar10Text(failure.details.file, failure.details.kind);
    case 'batch-file-damaged': {
      const { file, bytes, expectedBytes } = failure.details;
      const [found, expected] = bytesToldApart(bytes, expectedBytes);
      const fault =
        bytes < expectedBytes
          ? `ends too early: it has ${found} of the ${expected} of a batch`
          : 'is damaged: its checksum is that of no batch of CIFAR-10';
      return `${file} ${fault}. Unpack cifar-10-binary.tar.gz again, or choose the archive itself.`;
    }
    case 'folder-not-cifar10':
      return folderNotCifar10Text(failure.details.folder, failure.details.kind);
    case 'folder-too-large':
      return `The folder ${failure.details.folder} has more than ${wholeNumber(failure.details.limit)} files, so none was read. Drop the folder cifar-10-batches-bin itself.`;
    case 'file-unreadable':
      return `${failure.details.file} could not be read: it was changed, moved or deleted, or the browser may not read it. Choose it again.`;
    case 'insecure-context':
      return 'This page was opened over an insecure connection, so the browser does not let it verify the data. Open it over HTTPS or from localhost.';
    case 'import-elsewhere':
      return 'Another tab is already loading CIFAR-10. Wait for it to finish, then reload this page.';
    case 'import-broken-off':
      return `Loading stopped (${failure.details.reason}). What was already stored is kept. Download the rest.`;
    case 'import-hung':
      return `Loading stopped: no data arrived for ${counted(failure.details.seconds, 'second')}. What was already stored is kept. Download the rest.`;
    case 'data-missing':
      return `${batchTitle(failure.details.batch)} is no longer in the browser’s storage. Download CIFAR-10 again. Checkpoints are not affected.`;
    case 'storage-unavailable':
      return 'The browser does not let this page store data (private window, or site data blocked). Allow storage for this site, then reload.';
    case 'storage-full': {
      const { neededBytes } = failure.details;
      const need = neededBytes === null ? '' : ` ${bytesText(neededBytes)} is needed.`;
      return `The browser’s storage is full.${need} Everything saved before is intact. Delete checkpoints or free up disk space, then try again.`;
    }
    case 'storage-failed':
      return `The browser’s storage refused the request (${failure.details.reason}). Everything saved before is intact. Try again, or reload the page.`;
    case 'storage-cleared':
      return 'The browser ended the access to this page’s storage while it was written, as it does when site data is cleared. Press the button again.';
    case 'storage-too-new':
      return 'The browser’s storage was written by a newer version of this page, which this version cannot read. Nothing was changed. Reload the page to get the newer version.';
    case 'records-unreadable': {
      const { what, count } = failure.details;
      return `Of the stored ${what}, this version of the page cannot read ${count}, and does not list them: a newer version may have stored them. They are kept. Reload the page to get the newest version.`;
    }
    case 'unfinished-run-too-new':
      return 'A run that did not finish was last saved by a newer version of this page, so this version cannot continue it. It is kept. Reload the page to get the newer version.';
    case 'storage-blocked':
      return 'Another tab has the storage open with an older version of this page. Close that tab, then reload this one. Nothing is lost.';
    case 'not-a-checkpoint':
      return `${failure.details.file} is not a checkpoint of this page, so nothing was imported. Choose a .safetensors file that was saved with Download file next to a checkpoint. To open other weights files, use Open weights in Export.`;
    case 'checkpoint-damaged':
      return 'This checkpoint is damaged (its checksum is wrong), so it was not restored. Others are not affected: restore another one, or train again.';
    case 'checkpoint-too-new':
      return `This checkpoint was written by a newer version of the page (format ${failure.details.schema}). Reload the page to get that version.`;
    case 'checkpoint-missing':
      return 'This checkpoint is no longer in the browser’s storage. Restore another one, or train again.';
    case 'weights-file-unknown':
      return `${failure.details.file} is not a weights file. Choose a .safetensors file with its preprocessing file, an .npz file, or the .json and .bin files of a tfjs model.`;
    case 'weights-file-too-large': {
      const { file, byteLength, limitBytes } = failure.details;
      const [size, limit] = bytesToldApart(byteLength, limitBytes);
      const rest = `${size}, larger than any network of this page (${limit} at most)`;
      return file === null
        ? `Together, these files are ${rest}, so none was opened. Choose only the files of one network.`
        : `${file} is ${rest}, so it was not opened. Choose another file.`;
    }
    case 'weights-file-damaged': {
      const { file = 'This weights file', reason } = failure.details;
      return `${file} is damaged: ${reason}. Nothing was changed. Download it again from its source.`;
    }
    case 'weights-kind-unread':
      return `${failure.details.file ?? 'This file'} is of a kind that this page does not read: ${failure.details.found}. It reads .safetensors, .npz, and the .json and .bin files of a tfjs layers model that is a chain of layers.`;
    case 'weights-type-unread':
      return `${inFile(failure.details)}“${failure.details.array}” is of a type this page does not read (${failure.details.type}). It reads floating-point numbers of 16, 32 and 64 bits, and integers. Save it as one of these.`;
    case 'weights-not-finite':
      return notFiniteText(failure.details);
    case 'weights-part-missing':
      return `${inFile(failure.details)}${failure.details.missing} is missing. Choose all files of the network together.`;
    case 'weights-of-different-checkpoints':
      return `${failure.details.first} and ${failure.details.second} come from different checkpoints. Choose files whose names begin alike.`;
    case 'weights-mean-missing': {
      const { unordered } = failure.details;
      const order =
        unordered === null
          ? ''
          : ` Nothing says in which order “${unordered}” takes the values of a picture, so choose this, too.`;
      return `${inFile(failure.details)}the pixel mean is missing. Choose its file together with the weights. If they were trained on bytes (0 to 255) minus the mean of CIFAR-10’s training images, the mean of the images stored here is the same.${order}`;
    }
    case 'weights-input-order-unknown':
      return `${inFile(failure.details)}“${failure.details.mean}” has the colours last, and nothing says whether the inputs of “${failure.details.weights}” have, too. Choose how pictures were flattened.`;
    case 'weights-ambiguous':
      return `${inFile(failure.details)}“${failure.details.first}” and “${failure.details.second}” fit the same place, and their names do not say which comes first. Save one network only, with its layers numbered.`;
    case 'weights-wrong-shape': {
      const { array, found, wanted } = failure.details;
      return `${inFile(failure.details)}“${array}” has the shape ${found.join(' × ')}; expected ${wanted}. The page opens only networks that it can train: 3,072 inputs, 10 outputs, and the layers of one of its networks.`;
    }
    case 'weights-unsuitable':
      return `The weights in ${failure.details.file ?? 'these files'} cannot be used here: ${failure.details.reason}. Choose other weights.`;
    case 'reading-stopped':
      return `${failure.details.file ?? 'The file'} could not be opened: ${stopText(failure.details)}. Nothing was changed. Choose another file.`;
    case 'not-a-picture':
      return notAPictureText(failure.details.file, failure.details.kind);
    case 'picture-is-folder':
      return `${failure.details.folder} is a folder. Drop a picture from it.`;
    case 'picture-too-large': {
      const { file, width, height, limitPixels } = failure.details;
      const [size, limit] = toldApart((width * height) / 1e6, limitPixels / 1e6);
      return `${file} has ${wholeNumber(width)} × ${wholeNumber(height)} = ${size} megapixels; up to ${limit} can be opened here. Choose a smaller picture: the network sees only 32 × 32 pixels of it.`;
    }
    case 'picture-file-too-large': {
      const { file, byteLength, limitBytes } = failure.details;
      const [size, limit] = bytesToldApart(byteLength, limitBytes);
      return `${file} is ${size}; up to ${limit} can be opened here. Choose a smaller picture.`;
    }
    case 'camera-unavailable':
      return failure.details.isRefused
        ? 'This page is not allowed to use the camera. Allow it in the browser’s settings for this site, or choose a file.'
        : 'No camera could be started: there is none, or another program is using it. Choose a file.';
    case 'backend-unavailable':
      return backendUnavailableText(failure.details.backend);
    case 'adapter-is-software':
      return `Not measured: WebGPU has no GPU here. It is emulated on the CPU (${failure.details.adapter}), and a step would take seconds. Choose another backend.`;
    case 'measurement-hung':
      return `Not measured: it did not respond for ${counted(failure.details.seconds, 'second')}, so it was stopped. Choose another backend.`;
    case 'gpu-lost':
      return `The page lost the GPU at step ${wholeNumber(failure.details.step)} (it was reset, or another program needed it). ${continuationText(savedAt)}`;
    case 'diverged':
      return `The loss had become infinite or NaN by step ${wholeNumber(failure.details.step)}: the weights grew without bound, and were not saved. Train again with a smaller learning rate${typeof savedAt === 'number' ? `, or restore the checkpoint of step ${wholeNumber(savedAt)} and continue with a smaller one` : ''}.`;
    case 'other-inputs-in-use':
      return `This checkpoint was trained on ${failure.details.inputScaling} images, but the run in progress uses a different input scaling. Pause the run to inspect the checkpoint.`;
    case 'out-of-memory':
      return 'The browser ran out of memory. Everything saved before is intact. Close other tabs and press the button again. A smaller network or a smaller batch size needs less memory.';
    case 'training-elsewhere':
      return 'Another tab is training, and only that tab can write, so nothing was changed. Wait until it is done, or take over in Train.';
    case 'worker-died':
      return `The background worker stopped (${failure.details.reason}). ${continuationText(savedAt)}`;
    case 'worker-hung':
      return `The background worker did not respond for ${counted(failure.details.seconds, 'second')} at step ${wholeNumber(failure.details.step)}, so it was stopped. ${continuationText(savedAt)} If it happens again, choose another backend.`;
    case 'request-lost':
      return 'The background worker was lost before this was done. Press the button again when the run has reached the step you want.';
    case 'part-not-loaded':
      return partNotLoadedText;
    case 'unexpected':
      return `An unexpected error occurred (${failure.details.reason}). Saved checkpoints and data are intact. Press the button again. If that fails, reload the page.`;
  }
}

/** How to go on with a run that was ended; only with what there is. */
function continuationText(savedAt: number | null | undefined): string {
  if (savedAt === undefined) return 'What was saved is intact: continue from it, or train again.';
  if (savedAt === null) return 'Nothing of the run was saved: train again.';
  return `The run was last saved at step ${wholeNumber(savedAt)}: continue from there.`;
}

/** Whether all facts of the failure are in the sentence. What is true or false, the sentence says by its words. */
export function isWholeFailure({ details }: FailureData, text: string): boolean {
  const facts: unknown[] = Object.values(details).flat();
  return facts.every(
    (fact) =>
      (typeof fact !== 'number' && typeof fact !== 'string') ||
      text.toLowerCase().includes(typeof fact === 'number' ? wholeNumber(fact) : fact.toLowerCase()),
  );
}

/** `In a.npz, `; where no file is known, `In these files, `. */
function inFile({ file = 'these files' }: { readonly file?: string }): string {
  return `In ${file}, `;
}

function notFiniteText({ array, value, ...details }: FailureDetails['weights-not-finite']): string {
  const found = `${inFile(details)}“${array}” contains ${value}`;
  if (Number.isFinite(Number(value)))
    return `${found}, which does not fit into single precision (at most 3.4e+38). Choose other weights.`;
  return `${found}, which is not a finite number: the training that it comes from had diverged. Choose weights saved before.`;
}

function stopText(stop: FailureDetails['reading-stopped']): string {
  switch (stop.cause) {
    case 'memory':
      return `it would take more than ${bytesText(stop.limitBytes)} of memory`;
    case 'time':
      return `reading it took more than ${counted(stop.seconds, 'second')}`;
    case 'worker':
      return `reading it ended early (${stop.reason})`;
  }
}

function backendUnavailableText(backend: BackendChoice): string {
  switch (backend) {
    case 'auto':
      return 'TensorFlow.js could not start on the GPU or the CPU in this browser. Use a current version of Chrome, Edge or Firefox.';
    case 'webgl':
      return 'WebGL is not available here: this browser does not support it in workers, or blocks this GPU. Choose Auto or WASM.';
    case 'webgpu':
      return 'WebGPU is not available here: this browser does not support it, or provides no GPU for it. Choose Auto or WebGL.';
    case 'wasm':
      return 'WASM could not be started: this browser does not support WebAssembly, or its file could not be loaded. Reload the page, or choose Auto.';
    case 'cpu':
      return 'The plain JavaScript backend could not be started. Reload the page, or choose Auto.';
  }
}
