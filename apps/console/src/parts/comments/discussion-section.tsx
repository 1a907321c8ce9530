import { Button, Group, Text } from '@mantine/core';
import IconMessagePlus from '@tabler/icons-react/icons/IconMessagePlus';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../frame/section';
import { CommentForm } from './comment-form';
import { COMMENTED, type CommentedPart, openIn } from './comments.rules';
import { type Talk, useKeep } from './discussion';
import { Threads } from './threads';

const DISCUSSION_ID = 'komentar';

/** Leads to the comments on the page: to their heading. */
export function showDiscussion(): void {
  const shown = document.getElementById(DISCUSSION_ID);
  const heading = shown?.querySelector<HTMLElement>('h2');
  if (!shown || !heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  shown.scrollIntoView({ block: 'start' });
}

/**
 * All comments on a broadcast, each with its place.
 * @param adds whether parts are commented on here
 */
export function DiscussionSection({ talk, adds = false }: { talk: Talk; adds?: boolean }) {
  const { t } = useTranslation();
  const keep = useKeep(talk.id);
  const [asked, setAsked] = useState<CommentedPart | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const { threads } = talk;
  const offers = adds && talk.open;
  if (threads.length === 0 && !offers) return null;
  return (
    <Section
      id={DISCUSSION_ID}
      title={t('comments.title')}
      aside={threads.length > 0 && <Text size="sm">{t('comments.open', { count: openIn(threads) })}</Text>}
    >
      {threads.length > 0 && <Threads talk={talk} of={threads} named />}
      {offers && (
        <Group gap="xs" role="group" aria-label={t('comments.add')}>
          {COMMENTED.map((part) => (
            <Button
              key={part}
              variant="default"
              size="compact-sm"
              leftSection={<IconMessagePlus size={16} aria-hidden />}
              aria-expanded={asked === part}
              onClick={({ currentTarget }) => {
                opener.current = currentTarget;
                setAsked(part);
              }}
            >
              {t('comments.addTo', { part: t(`outline.parts.${part}`) })}
            </Button>
          ))}
        </Group>
      )}
      {asked && (
        <CommentForm
          key={asked}
          talk={talk}
          part={asked}
          about={t(`outline.parts.${asked}`)}
          marked={null}
          text=""
          onSaid={keep}
          onClose={() => {
            setAsked(null);
            opener.current?.focus();
          }}
        />
      )}
    </Section>
  );
}
