import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { openIn } from '../../../parts/comments/comments.rules';
import { OpenSign } from '../../../parts/comments/open-sign';
import { useTalk } from '../../../parts/comments/discussion';
import classes from './outline.module.css';
import { type Part, PART_IN_ADDRESS, PARTS, type PartState } from './parts.rules';
import { StateSign, useStateWords } from './state-sign';
import { OUTLINE_ID, type Place } from './use-place';

/** The parts with their states: beside the form where there is room, else a strip above the part that is shown. */
export function Outline({
  states,
  place: { part: here, wide, showPart },
}: {
  states: Record<Part, PartState>;
  place: Place;
}) {
  const { t } = useTranslation();
  const words = useStateWords();
  const threads = useTalk()?.threads ?? [];
  const commentsOn = (part: Part): number => openIn(threads.filter((one) => one.part === part));
  return (
    <nav id={OUTLINE_ID} aria-label={t('outline.title')} className={classes['outline']}>
      <ol>
        {PARTS.map((part) => (
          <li key={part}>
            <a
              href={`#${PART_IN_ADDRESS[part]}`}
              aria-current={part === here ? (wide ? 'location' : 'step') : undefined}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                showPart(part);
              }}
            >
              <StateSign of={states[part]} />
              <span className={classes['name']}>
                {t(`outline.parts.${part}`)}
                {wide ? (
                  <span className={classes['state']}>{words(states[part])}</span>
                ) : (
                  <VisuallyHidden>, {words(states[part])}</VisuallyHidden>
                )}
              </span>
              <span className={classes['comments']}>
                <OpenSign count={commentsOn(part)} />
              </span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
