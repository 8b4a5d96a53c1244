import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { PointingStore } from './pointing.ts';

/** Whoever holds a key down hears where it led to, and not all that it passed. */
const quietMs = 250;

/** Reads out the values that a key has led to, in whichever of the charts. */
export function SpokenValues({ pointing }: { readonly pointing: PointingStore }) {
  const spoken = useStore(pointing, (state) => state.spoken);
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(spoken), quietMs);
    return () => clearTimeout(timer);
  }, [spoken]);
  return (
    <p role="status" className="chart-spoken">
      {said}
    </p>
  );
}
