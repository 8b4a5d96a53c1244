import { Shortcuts } from '../shortcuts/Shortcuts.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import './header.css';

const article =
  'https://medium.freecodecamp.org/how-to-build-a-simple-image-recognition-system-with-tensorflow-part-2-c83348b33bce';

export function Header() {
  return (
    <header className="page-header">
      <h1>CIFAR-10 in a tab</h1>
      <p className="quiet">
        Train a neural network on 60,000 images. Everything runs in this page. Based on{' '}
        <a href={article} target="_blank" rel="noreferrer">
          Wolfgang Beyer’s article
        </a>
        .
      </p>
      <div className="page-tools">
        <Shortcuts />
        <ThemeSwitch />
      </div>
    </header>
  );
}
