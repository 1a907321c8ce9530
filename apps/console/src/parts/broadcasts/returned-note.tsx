import { Alert, List, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Passage, Submission } from '../../api';
import { instant } from '../../times';
import { languageName } from '../texts/language-name';
import { Template } from '../texts/highlighted-text';

/** A passage that KPU returned. */
export interface Returned {
  passage: Passage;
  /** Null: its words are not in the text any more. */
  at: object | null;
}

/**
 * Who returned a broadcast, when and why, and what is left to mend.
 * @param lead wraps the words of a passage that is still there into what leads to it
 */
export function ReturnedNote<One extends Returned>({
  submission: { decidedBy, decidedAt, reason },
  pinned,
  also,
  comments,
  lead = (_, words) => words,
}: {
  submission: Submission;
  pinned: readonly One[];
  /** What it says of the same words elsewhere. */
  also?: ReactNode;
  /** What it says of the comments that came along. */
  comments?: ReactNode;
  lead?: (one: One, words: ReactNode) => ReactNode;
}) {
  const { t } = useTranslation();
  const left = pinned.filter(({ at }) => at !== null).length;
  return (
    <Alert
      color="red"
      title={t('sentBack.title', { name: decidedBy?.name ?? '', when: decidedAt ? instant(decidedAt) : '' })}
    >
      {reason && (
        <Text size="sm" className="message">
          {reason}
        </Text>
      )}
      {pinned.length > 0 && (
        <>
          <Text size="sm" fw={600} mt={reason ? 'xs' : 0} role="status">
            {left > 0 ? t('sentBack.left', { count: left }) : t('sentBack.allChanged')}
          </Text>
          <List size="sm" mt={4} spacing={4} aria-label={t('pins.list')}>
            {pinned.map((one) => {
              const { channel, language, field, start, quote, reason: why } = one.passage;
              const words = (
                <>
                  {[
                    t(`channels.${channel}`),
                    languageName(language),
                    ...(field === 'subject' ? [t('compose.subject')] : []),
                  ].join(' · ')}
                  : “<Template text={quote} named />”
                </>
              );
              return (
                <List.Item
                  key={`${channel} ${language} ${field} ${start} ${why}`}
                  style={{ overflowWrap: 'anywhere' }}
                >
                  {one.at ? (
                    lead(one, words)
                  ) : (
                    <>
                      <s>{words}</s> <b>{t('sentBack.changed')}</b>
                    </>
                  )}{' '}
                  – {why}
                </List.Item>
              );
            })}
          </List>
        </>
      )}
      {also}
      {comments}
    </Alert>
  );
}
