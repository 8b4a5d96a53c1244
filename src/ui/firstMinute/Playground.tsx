import { useEffect, useMemo, useState } from 'react';
import articleResults from '../../configuration/articleResults.json' with { type: 'json' };
import { classNames } from '../../data/cifar10.ts';
import { sampleLabel } from '../../data/samples.ts';
import { type FailureData, failureData } from '../../failure.ts';
import { smallNetworkRecipe } from '../../smallNetwork/recipe.ts';
import { read } from '../../worker/reading/client.ts';
import { createSmallNetworkClient } from '../../worker/smallNetwork/client.ts';
import { FailureNotice } from '../common/FailureNotice.tsx';
import { Pictures } from '../common/Pictures.tsx';
import { squareOf, wholePicture } from '../inspect/ownPicture/crop.ts';
import { networkPixels } from '../inspect/ownPicture/networkPixels.ts';
import { PictureSource } from '../inspect/ownPicture/PictureSource.tsx';
import { Probabilities } from '../inspect/Probabilities.tsx';
import { SampleButtons } from './SampleButtons.tsx';
import { samplePixels } from './samplePixels.ts';
import '../inspect/views.css';
import '../inspect/ownPicture/ownPicture.css';
import { percentText } from '../words/numbers.ts';

/** A picture that the small network was asked about. */
interface Asked {
  /** [3072] */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** Of a sample: its place, and so its class; null for a picture of one’s own. */
  readonly sample: number | null;
}

interface Answer extends Asked {
  /** [10] */
  readonly probabilities: readonly number[];
}

/** The sample pictures as buttons, a picture of one's own, and what the small network says. */
export default function Playground() {
  const { answer, failure, ask, fail } = useSmallNetwork();
  const [sample, setSample] = useState<number | null>(null);

  function choose(place: number): void {
    setSample(place);
    void ask(async () => ({ pixels: await samplePixels(place), sample: place }));
  }

  function takePicture(open: () => Promise<ImageBitmap>): void {
    setSample(null);
    void ask(async () => {
      const picture = await open();
      return { pixels: networkPixels(picture, squareOf(picture, wholePicture)), sample: null };
    });
  }

  return (
    <>
      <SampleButtons chosen={sample} onChoose={choose} />
      <section className="playground" aria-label="Small network">
        <p className="quiet">
          A small convolutional network, trained before: {percentText(smallNetworkRecipe.testAccuracy)} of
          10,000 unseen pictures right. The article’s network:{' '}
          {percentText(articleResults.part2.testAccuracy)}.
        </p>
        {failure && <FailureNotice failure={failure} />}
        <p className="playground-verdict" role="status">
          {answer ? verdictText(answer) : 'Press a picture: what does the network see?'}
        </p>
        {answer && <AnsweredPicture {...answer} />}
        <PictureSource
          onFile={(file) => takePicture(() => read('picture', { files: [file] }))}
          onPicture={(picture) => takePicture(async () => picture)}
          onFailure={fail}
        />
      </section>
    </>
  );
}

function AnsweredPicture({ pixels, sample, probabilities }: Answer) {
  const pictures = useMemo(() => [pixels], [pixels]);
  const label = sample === null ? {} : { label: sampleLabel(sample) };
  return (
    <div className="playground-answer">
      <Pictures pictures={pictures} columns={1} magnification={3} label="What the network sees" />
      <Probabilities probabilities={probabilities} {...label} />
    </div>
  );
}

function verdictText({ sample, probabilities }: Answer): string {
  const largest = Math.max(...probabilities);
  const likeliest = probabilities.indexOf(largest);
  const says = `It says ${classNames[likeliest]}, ${Math.round(100 * largest)} %.`;
  if (sample === null) return says;
  const label = sampleLabel(sample);
  return likeliest === label ? `${says} Right.` : `${says} Wrong: this is ${withArticle(classNames[label])}.`;
}

function withArticle(name = ''): string {
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** The answer to the picture that was asked about last. */
function useSmallNetwork() {
  const [client] = useState(createSmallNetworkClient);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [failure, setFailure] = useState<FailureData | null>(null);
  const [questions] = useState(() => ({ last: 0 }));
  useEffect(() => () => client.end(), [client]);

  async function ask(open: () => Promise<Asked>): Promise<void> {
    questions.last += 1;
    const question = questions.last;
    setFailure(null);
    try {
      const asked = await open();
      const probabilities = await client.classify(asked.pixels);
      if (question === questions.last) setAnswer({ ...asked, probabilities });
    } catch (error) {
      if (question === questions.last) setFailure(failureData(error));
    }
  }

  return { answer, failure, ask, fail: setFailure };
}
