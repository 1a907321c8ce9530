import { useDebouncedCallback } from '@mantine/hooks';
import { useLayoutEffect, useState } from 'react';

/** How long after the last key what is typed is sought, in ms. */
const REST_MS = 300;

/**
 * What is typed into a search that stands in the address: written there once the keys rest, and what the address
 * says otherwise, by a saved filter or a link, is followed.
 * @param shown what the address says
 * @param write puts into the address what is typed
 * @param isSame whether two say the same, such as but for spaces at their ends
 */
export function useTyped<T>(
  shown: T,
  write: (typed: T) => void,
  isSame: (one: T, other: T) => boolean,
): [T, (typed: T) => void] {
  const [typed, setTyped] = useState(shown);
  const [followed, setFollowed] = useState(shown);
  const [written, setWritten] = useState(shown);
  if (!isSame(followed, shown)) {
    setFollowed(shown);
    // What was typed since it was written stays.
    if (!isSame(written, shown)) {
      setWritten(shown);
      setTyped(shown);
    }
  }
  const later = useDebouncedCallback((last: T) => {
    setWritten(last);
    write(last);
  }, REST_MS);
  const isWritten = isSame(typed, shown);
  // With the drawing: after it, what is typed next would be cancelled.
  useLayoutEffect(() => {
    if (isWritten) later.cancel();
  }, [isWritten, later]);
  return [
    typed,
    (next) => {
      setTyped(next);
      later(next);
    },
  ];
}
