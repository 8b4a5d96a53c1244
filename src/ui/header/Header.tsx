import { Suspense } from 'react';
import { Shortcuts } from '../lazily.ts';
import { PathNavigation } from './PathNavigation.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import './header.css';

export function Header() {
  return (
    <header className="page-header">
      <div className="page-title">
        <h1>CIFAR-10 in a tab</h1>
        <p className="quiet">Train a neural network on 60,000 pictures. Everything happens in this page.</p>
      </div>
      <PathNavigation />
      <div className="page-tools">
        <Suspense>
          <Shortcuts />
        </Suspense>
        <ThemeSwitch />
      </div>
    </header>
  );
}
