import { Suspense, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { late } from '../../late';
import { screen } from '../../screen';
import { usePerson } from '../../session';
import { shortcutsOn } from './device';
import { destinations, isBusy, isTyping } from './shortcuts.rules';

const ShortcutsDialog = late(async () => ({
  default: (await screen(import('./shortcuts-dialog'))).Component,
}));

/** How long `g` waits for its letter, in ms. */
const WAITS_MS = 1_500;

/** `g` and a letter lead to a screen, `?` lists the shortcuts; not in a dialog or menu, nor where a letter is text. */
export function Shortcuts() {
  const navigate = useNavigate();
  const person = usePerson();
  const [listed, setListed] = useState(false);
  useEffect(() => {
    let before = Number.NEGATIVE_INFINITY;
    const act = (event: KeyboardEvent): void => {
      const { key, target, ctrlKey, metaKey, altKey, timeStamp } = event;
      const waited = timeStamp - before;
      before = Number.NEGATIVE_INFINITY;
      if (ctrlKey || metaKey || altKey || event.defaultPrevented || !shortcutsOn() || isTyping(target))
        return;
      if (isBusy()) return;
      if (waited < WAITS_MS) {
        // The letter is used up, whether it leads anywhere or not.
        event.preventDefault();
        const to = destinations(person).get(key.toLowerCase());
        if (to !== undefined) void navigate(to);
        return;
      }
      if (key === '?') setListed(true);
      if (key === 'g') before = timeStamp;
    };
    document.addEventListener('keydown', act);
    return () => document.removeEventListener('keydown', act);
  }, [navigate, person]);
  return (
    listed && (
      <Suspense>
        <ShortcutsDialog onClose={() => setListed(false)} />
      </Suspense>
    )
  );
}
