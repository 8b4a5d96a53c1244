import { decodeBatch } from '../../data/decodeBatch.ts';
import { failureData } from '../../failure.ts';
import type { DecoderCommand, DecoderEvent } from './decoderProtocol.ts';
import { Pieces } from './pieces.ts';

let png = new Pieces<Uint8Array<ArrayBuffer>>();

addEventListener('message', ({ data: command }: MessageEvent<DecoderCommand>) => {
  switch (command.kind) {
    case 'decodeBatch':
      png = new Pieces();
      void answer(decodeBatch(command.batch, png.take()));
      return;
    case 'pngArrived':
      return png.add(command.piece);
    case 'pngEnded':
      return png.end();
  }
});

async function answer(decoding: ReturnType<typeof decodeBatch>): Promise<void> {
  try {
    const batch = await decoding;
    emit({ kind: 'batchDecoded', batch });
  } catch (error) {
    emit({ kind: 'decodingFailed', failure: failureData(error) });
  }
}

function emit(event: DecoderEvent): void {
  postMessage(event);
}
