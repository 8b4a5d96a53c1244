import { type KeyboardEvent, type RefObject, type ToggleEvent, useEffect, useId, useState } from 'react';
import { useToast } from './Toast.tsx';
import './menu.css';

export interface MenuItem {
  readonly label: string;
  readonly onChoose: () => void;
  /** Why it cannot be chosen now; null or absent where it can. */
  readonly disabledReason?: string | null;
  /** For an item that is on or off. */
  readonly isChecked?: boolean;
}

interface MenuButtonProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly button: RefObject<HTMLButtonElement | null>;
}

/**
 * A button that opens a menu: https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/. What is chosen happens when the menu is closed
 * and the button has the focus again, so that a dialog gives it back to the button.
 */
export function MenuButton({ label, items, button }: MenuButtonProps) {
  const id = useId();
  const toast = useToast();
  const [isOpen, setIsOpen] = useState(false);

  // It stays beside the button while the page is scrolled.
  useEffect(() => {
    if (!isOpen) return;
    const follow = () => {
      const menu = document.getElementById(id);
      if (menu && button.current) placeBeside(menu, button.current.getBoundingClientRect());
    };
    addEventListener('scroll', follow, { capture: true, passive: true });
    return () => removeEventListener('scroll', follow, { capture: true });
  }, [isOpen, id, button]);

  function place(event: ToggleEvent<HTMLElement>) {
    const opens = event.newState === 'open';
    setIsOpen(opens);
    if (opens && button.current) placeBeside(event.currentTarget, button.current.getBoundingClientRect());
    // What has the focus is about to go.
    if (!opens && event.currentTarget.contains(document.activeElement)) button.current?.focus();
  }

  function choose({ onChoose, disabledReason = null }: MenuItem) {
    document.getElementById(id)?.hidePopover();
    button.current?.focus();
    if (disabledReason === null) onChoose();
    else toast(disabledReason);
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        className="menu-button"
        popoverTarget={id}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={label}
        onKeyDown={openByArrow}
      >
        ⋯
      </button>
      <div
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        className="menu"
        onBeforeToggle={place}
        onToggle={({ newState, currentTarget }) => newState === 'open' && itemsOf(currentTarget)[0]?.focus()}
        onKeyDown={moveFocus}
      >
        {isOpen &&
          items.map((item) => (
            <button
              key={item.label}
              type="button"
              tabIndex={-1}
              {...roleOf(item)}
              aria-disabled={(item.disabledReason ?? null) !== null}
              onClick={() => choose(item)}
            >
              {item.label}
              {item.isChecked && <span aria-hidden="true"> ✓</span>}
            </button>
          ))}
      </div>
    </>
  );
}

function roleOf({ isChecked }: MenuItem) {
  return isChecked === undefined
    ? { role: 'menuitem' }
    : { role: 'menuitemcheckbox', 'aria-checked': isChecked };
}

/** About as high as the menus are. */
const roomNeeded = 200;

/** Below the button, or above it where there is no room below; their right edges are aligned. */
function placeBeside(menu: HTMLElement, { top, bottom, right }: DOMRect): void {
  const { clientWidth, clientHeight } = document.documentElement;
  const isBelow = bottom + roomNeeded <= clientHeight;
  menu.style.right = `${clientWidth - right}px`;
  menu.style.top = isBelow ? `${bottom}px` : 'auto';
  menu.style.bottom = isBelow ? 'auto' : `${clientHeight - top}px`;
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]')];
}

function openByArrow(event: KeyboardEvent<HTMLButtonElement>): void {
  if (event.key !== 'ArrowDown') return;
  event.preventDefault();
  event.currentTarget.click();
}

/** The arrow keys go round; Tab leaves the menu. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const menu = event.currentTarget;
  if (event.key === 'Tab') menu.hidePopover();
  const items = itemsOf(menu);
  const present = items.findIndex((item) => item.matches(':focus'));
  const targets: Record<string, number> = {
    ArrowDown: present + 1,
    ArrowUp: present - 1,
    Home: 0,
    End: items.length - 1,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  items[(target + items.length) % items.length]?.focus();
}
