import type { BackendChoice } from '../../backend/backendInfo.ts';
import type { FailureData } from '../../failure.ts';
import { batchTitle } from './batches.ts';
import { bytesText, wholeNumber } from './numbers.ts';

/** What happened, what it means for the person's work, and what to do. One place for every sentence about a failure. */
export function failureText(failure: FailureData): string {
  switch (failure.code) {
    case 'download-failed': {
      const { file, status } = failure.details;
      const cause =
        status === null ? 'the server did not answer' : `the server answered with status ${status}`;
      return `${file} could not be downloaded: ${cause}. What was already stored is kept. Check the connection and download the rest.`;
    }
    case 'download-incomplete': {
      const { file, receivedBytes, expectedBytes } = failure.details;
      return `${file} broke off after ${bytesText(receivedBytes)} of ${bytesText(expectedBytes)}. What was already stored is kept. Download the rest.`;
    }
    case 'not-a-png':
      return `${failure.details.file} is not the picture file that was expected. What was already stored is kept. Check where the files are served from, then download the rest.`;
    case 'png-damaged':
      return `${failure.details.file} arrived damaged. What was already stored is kept. Download the rest again.`;
    case 'labels-damaged':
      return `The labels in ${failure.details.file} are damaged: they are not numbers from 0 to 9, one a picture. Download the data again.`;
    case 'checksum-mismatch':
      return `${batchTitle(failure.details.batch)} arrived damaged (its checksum is wrong). What was already stored is kept. Download the rest again.`;
    case 'archive-damaged':
      return `${failure.details.file} is damaged and could not be unpacked. Batches read before the damage are kept. Get a fresh copy of cifar-10-binary.tar.gz.`;
    case 'archive-truncated':
      return `${failure.details.file} ends too early. Batches read before its end are kept. Get a complete copy of cifar-10-binary.tar.gz (162 MiB).`;
    case 'file-not-cifar10':
      return `${failure.details.file} is not a part of CIFAR-10. Choose cifar-10-binary.tar.gz, or the .bin files inside it.`;
    case 'insecure-context':
      return 'This page was opened over an insecure connection, so the browser does not let it check the data. Open it over https, or from localhost.';
    case 'import-elsewhere':
      return 'Another tab is loading CIFAR-10 already. Wait for it to finish, then reload this page.';
    case 'import-broken-off':
      return `What loads the pictures stopped (${failure.details.reason}). What was already stored is kept. Try again for the rest.`;
    case 'import-hung':
      return `Nothing arrived for ${failure.details.seconds} seconds: the server, or what unpacks the pictures, has stopped. What was already stored is kept. Try again for the rest.`;
    case 'data-missing':
      return `${batchTitle(failure.details.batch)} is no longer in the browser’s storage. Download CIFAR-10 again; checkpoints are not touched.`;
    case 'storage-unavailable':
      return 'The browser does not let this page store anything (a private window, or blocked site data). Allow storage for this site, then reload.';
    case 'storage-full': {
      const { neededBytes } = failure.details;
      const need = neededBytes === null ? '' : ` ${bytesText(neededBytes)} are needed.`;
      return `The browser’s storage is full.${need} Everything saved before is intact. Delete checkpoints, or free disk space, and try again.`;
    }
    case 'storage-failed':
      return `The browser’s storage refused the request (${failure.details.reason}). Everything saved before is intact. Try again, or reload the page.`;
    case 'storage-too-new':
      return 'A newer version of this page has written to the browser’s storage, and this one cannot read it. Nothing of it was touched. Reload the page to get the newer version.';
    case 'storage-blocked':
      return 'Another tab holds the storage open with an older version of this page. Close that tab, then reload this one. Nothing is lost.';
    case 'not-a-checkpoint':
      return `${failure.details.file} is not a checkpoint of this page, so nothing was imported. Choose a .safetensors file that Download file gave beside a checkpoint. Other files of weights are opened by Open weights in Export.`;
    case 'checkpoint-damaged':
      return 'This checkpoint is damaged (its checksum is wrong), so it was not restored. The others are not affected.';
    case 'checkpoint-too-new':
      return `This checkpoint was written by a newer version of the page (format ${failure.details.schema}). Reload the page to get that version.`;
    case 'checkpoint-missing':
      return 'This checkpoint is no longer in the browser’s storage.';
    case 'weights-file-unknown':
      return `${failure.details.file} is not a file of weights. Choose a .safetensors with its pixel mean, an .npz, or a tfjs model’s .json together with its .bin.`;
    case 'weights-file-too-large': {
      const { file, byteLength, limitBytes } = failure.details;
      return `${file} has ${bytesText(byteLength)}, more than any network of this page (${bytesText(limitBytes)} at most), so it was not opened.`;
    }
    case 'weights-file-damaged': {
      const { file = 'This file of weights', reason } = failure.details;
      return `${file} is damaged: ${reason}. Nothing was changed. Download it again from where it came.`;
    }
    case 'weights-part-missing':
      return `The weights are not complete: ${failure.details.missing} is missing. Choose all of their files together.`;
    case 'weights-wrong-shape': {
      const { array, found, wanted } = failure.details;
      return `“${array}” has the shape ${found.join(' × ')}, and ${wanted} was wanted. The page opens networks from 3,072 colour values to 10 classes, with one hidden layer or none.`;
    }
    case 'weights-unsuitable':
      return `These weights cannot be used here: ${failure.details.reason}.`;
    case 'not-a-picture':
      return `${failure.details.file} is not a picture that this browser can read. Choose a JPEG, PNG or WebP file.`;
    case 'picture-too-large':
      return `${failure.details.file} has ${wholeNumber(failure.details.megapixels)} megapixels; up to 50 can be opened here. Choose a smaller picture: the network sees 32 × 32 pixels of it.`;
    case 'picture-file-too-large':
      return `${failure.details.file} has ${bytesText(failure.details.bytes)}; up to 50 MB can be opened here. Choose a smaller picture.`;
    case 'camera-unavailable':
      return failure.details.isRefused
        ? 'The camera may not be used by this page. Allow it in the browser’s settings for this site, or choose a file.'
        : 'No camera could be started: there is none, or another program uses it. Choose a file.';
    case 'backend-unavailable':
      return backendUnavailableText(failure.details.backend);
    case 'adapter-is-software':
      return `Not measured: WebGPU has no GPU here. A program on the CPU (${failure.details.adapter}) stands in for it, and a step would take seconds.`;
    case 'measurement-hung':
      return `Not measured: it did not answer for ${failure.details.seconds} seconds, so it was ended. Choose another backend.`;
    case 'gpu-lost':
      return `The GPU was taken away from the page at step ${wholeNumber(failure.details.step)} (it was reset, or another program needed it). Restore the last checkpoint to go on from there.`;
    case 'diverged':
      return `The loss stopped being a number at step ${wholeNumber(failure.details.step)}: the weights grew without end. Nothing of that was saved; checkpoints from before are intact. Train again with a smaller learning rate, or restore the last checkpoint and go on with one.`;
    case 'other-inputs-in-use':
      return `This checkpoint was trained on ${failure.details.inputScaling} pictures, and the run that trains now uses others, which must not change under it. Pause the run to look at the checkpoint.`;
    case 'out-of-memory':
      return 'The browser ran out of memory. What was saved is intact. Close other tabs and press the button again; a run with fewer hidden units or a smaller batch needs less.';
    case 'training-elsewhere':
      return 'Another tab is training, and it alone may write now, so nothing was changed. Wait until it is done, or take over in Train.';
    case 'taken-over':
      return 'Another tab took over by force, because this one did not answer. Restore the last checkpoint to go on from there.';
    case 'worker-died':
      return `The background worker stopped (${failure.details.reason}). Saved checkpoints are intact: reload the page and restore the last one.`;
    case 'worker-hung':
      return `The background worker did not answer for ${failure.details.seconds} seconds at step ${wholeNumber(failure.details.step)}, so it was ended. Saved checkpoints are intact: restore the last one to go on from there, or choose another backend.`;
    case 'request-lost':
      return 'The background worker was lost before this was done. Press the button again when the run has come as far as you want.';
    case 'part-not-loaded':
      return 'A part of this page could not be loaded: its server does not answer, or has a newer version of the page by now. Data, checkpoints and runs stay. Press the button again; if that fails too, reload the page.';
    case 'unexpected':
      return `Something failed that should not have (${failure.details.reason}). Saved checkpoints and data are intact. Press the button again; if that fails too, reload the page.`;
  }
}

function backendUnavailableText(backend: BackendChoice): string {
  switch (backend) {
    case 'auto':
      return 'TensorFlow.js could start neither on the GPU nor on the CPU of this browser. Try a current version of Chrome, Edge or Firefox.';
    case 'webgl':
      return 'WebGL is not available here: this browser offers none to a worker, or keeps off this GPU. Choose Auto or WASM.';
    case 'webgpu':
      return 'WebGPU is not available here: this browser has none, or gives the page no GPU through it. Choose Auto or WebGL.';
    case 'wasm':
      return 'WASM could not be started: this browser has no WebAssembly, or its file did not arrive. Reload the page, or choose Auto.';
    case 'cpu':
      return 'Plain JavaScript could not be started as a backend. Reload the page, or choose Auto.';
  }
}
