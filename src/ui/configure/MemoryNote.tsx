import { memoryNeed } from '../../session/state/memoryNeed.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { memoryText } from '../words/memory.ts';

/** How much memory the configuration needs, while that can be had. */
export function MemoryNote() {
  const text = useSessionState((state) => {
    const need = memoryNeed(state);
    return need && memoryText(need);
  });
  return text ? <p className="quiet">{text}</p> : null;
}
