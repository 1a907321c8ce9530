import { useMediaQuery } from '@mantine/hooks';
import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLocation, useNavigate, useNavigationType } from 'react-router';
import { CHANNELS, type Channel, type Span } from '../../../api';
import { focusField } from '../field-focus';
import { type Part, PART_IN_ADDRESS, partAt, partOf, PARTS } from './parts.rules';

/** From this width on, all parts are on one page; below it, one at a time. */
const WIDE = '(min-width: 75em)';
/** From this width on, the preview has a column of its own beside all parts: outline.module.css has the same. */
const ROOMY = '(min-width: 94em)';
export const OUTLINE_ID = 'bagian';
/** A part counts as the present one once its top is above this share of the window's height. */
const READ_AT = 0.4;

/** Where the author is in the form: the part, and within the texts the channel and the language. */
export interface Place {
  part: Part;
  /** Whether all parts are on one page. */
  wide: boolean;
  /** Whether the preview stands beside all parts. */
  roomy: boolean;
  channel: Channel;
  language: string;
  /** Whether the alternative forms are unfolded. */
  unfolded: boolean;
  setChannel: (channel: Channel) => void;
  setLanguage: (language: string) => void;
  setUnfolded: (unfolded: boolean) => void;
  /** Shows a part, and moves the focus to its heading. */
  showPart: (part: Part) => void;
  /** Shows the field of an API path wherever it is, and moves the focus to it. @param span letters to select */
  showField: (path: string, span?: Span) => void;
}

/** Moves to the field of an API path: see {@link Place}. */
export const ShowField = createContext<Place['showField']>(focusField);
export const useShowField = (): Place['showField'] => useContext(ShowField);

/** Keeps the place in the form and in the address, so that Back leads to the part before. */
export function usePlace(channels: readonly Channel[]): Place {
  const navigate = useNavigate();
  const { hash, key } = useLocation();
  const came = useNavigationType();
  const wide = useMediaQuery(WIDE, undefined, { getInitialValueInEffect: false });
  const roomy = useMediaQuery(ROOMY, undefined, { getInitialValueInEffect: false });
  const [part, setPart] = useState<Part>(() => partAt(hash) ?? 'basics');
  const [channel, setChannel] = useState<Channel>('email');
  const [language, setLanguage] = useState('id');
  const [unfolded, setUnfolded] = useState(false);
  const seen = useReading(wide);

  const last = useRef('');
  const address = useCallback(
    (next: Part) => {
      const named = `#${PART_IN_ADDRESS[next]}`;
      // Noted here, not when it is drawn: Back may come before that, and is drawn alone then.
      last.current = named;
      if (location.hash !== named) void navigate({ hash: named });
    },
    [navigate],
  );
  const showPart = useCallback(
    (next: Part) => {
      flushSync(() => setPart(next));
      focusPart(next);
      address(next);
    },
    [address],
  );
  const showField = useCallback(
    (path: string, span?: Span) => {
      const next = partOf(path);
      const [head, named, spoken] = path.split('.');
      const to = CHANNELS.find((one) => one === (head === 'smsOverride' ? 'sms' : named));
      flushSync(() => {
        setPart(next);
        if (head === 'alternatives') setUnfolded(true);
        if ((head === 'contents' || head === 'smsOverride') && to) setChannel(to);
        if (head === 'contents') setLanguage(spoken ?? 'id');
      });
      focusField(path, span);
      if (!wide) address(next);
    },
    [address, wide],
  );
  // Back and Forward, and an address that was opened as such.
  useEffect(() => {
    if (came !== 'POP' || hash === last.current) {
      last.current = hash;
      return;
    }
    last.current = hash;
    const named = partAt(hash);
    if (named === null && hash !== '') return;
    const frame = requestAnimationFrame(() => {
      flushSync(() => setPart(named ?? 'basics'));
      focusPart(named ?? 'basics');
    });
    return () => cancelAnimationFrame(frame);
  }, [came, hash, key]);

  return {
    part: wide ? seen : part,
    wide,
    roomy,
    channel: channels.includes(channel)
      ? channel
      : (CHANNELS.find((one) => channels.includes(one)) ?? 'email'),
    language,
    unfolded,
    setChannel,
    setLanguage,
    setUnfolded,
    showPart,
    showField,
  };
}

/** The id of a part's element on the page. */
export const partId = (part: Part): string => `bagian-${PART_IN_ADDRESS[part]}`;

function focusPart(part: Part): void {
  const shown = document.getElementById(partId(part));
  const heading = shown?.querySelector<HTMLElement>('h2');
  if (!shown || !heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  // Where one part is shown at a time, the strip above it stays in view.
  const strip = document.getElementById(OUTLINE_ID);
  (strip && matchMedia(WIDE).matches ? shown : (strip ?? shown)).scrollIntoView({ block: 'start' });
}

/** The part that the author is reading, by the position of the page. */
function useReading(wide: boolean): Part {
  const [seen, setSeen] = useState<Part>('basics');
  useEffect(() => {
    if (!wide) return;
    const look = (): void => {
      const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
      const reached = PARTS.filter((part) => {
        const top = document.getElementById(partId(part))?.getBoundingClientRect().top;
        return top !== undefined && top <= window.innerHeight * READ_AT;
      });
      setSeen((atEnd && window.scrollY > 0 ? PARTS.at(-1) : reached.at(-1)) ?? 'basics');
    };
    look();
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, [wide]);
  return seen;
}
