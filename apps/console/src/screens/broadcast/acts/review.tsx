import { Code, CopyButton, DataList, Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Broadcast } from '../../../api';
import { MarkList } from '../../../parts/texts/mark-list';
import { carriedBy } from '../../../parts/broadcasts/carriage';
import { Section } from '../../../parts/frame/section';
import { instant } from '../../../times';
import classes from './review.module.css';

/** The submission, KPU's decision, and the digest that the decision is bound to. */
export function Review({ broadcast: { submission, state, template } }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  if (!submission || state === 'draft') return null;
  const { digest, submittedBy, submittedAt, decision, decidedBy, decidedAt, document, acknowledged } =
    submission;
  return (
    <Section title={t('review.title')}>
      <DataList orientation="vertical" className={classes['facts']}>
        <DataList.Item>
          <DataList.ItemLabel>{t('review.sender')}</DataList.ItemLabel>
          <DataList.ItemValue style={{ overflowWrap: 'anywhere' }}>
            {document.sender.name} · {document.sender.from} · {document.sender.organisation.name}
          </DataList.ItemValue>
        </DataList.Item>
        <DataList.Item>
          <DataList.ItemLabel>{t('carriage.title')}</DataList.ItemLabel>
          <DataList.ItemValue>
            <Stack gap={2}>
              {carriedBy(t, document).map((line) => (
                <Text size="sm" key={line}>
                  {line}
                </Text>
              ))}
            </Stack>
          </DataList.ItemValue>
        </DataList.Item>
        {document.neutral && document.election && (
          <DataList.Item>
            <DataList.ItemLabel>{t('review.election')}</DataList.ItemLabel>
            <DataList.ItemValue>
              {document.election.name} · {t('review.neutral')}
            </DataList.ItemValue>
          </DataList.Item>
        )}
        {template && (
          <DataList.Item>
            <DataList.ItemLabel>{t('templates.from')}</DataList.ItemLabel>
            <DataList.ItemValue>
              <Stack gap={2}>
                <Text size="sm">
                  {template.title} ·{' '}
                  {t('templates.approvedBy', {
                    name: template.approvedBy.name,
                    when: instant(template.approvedAt),
                  })}
                </Text>
                <Text size="sm" fw={600}>
                  {template.unchanged
                    ? t('templates.unchanged')
                    : t('templates.changed', { where: template.changes.map(({ path }) => path).join(', ') })}
                </Text>
              </Stack>
            </DataList.ItemValue>
          </DataList.Item>
        )}
        <DataList.Item>
          <DataList.ItemLabel>{t('review.submitted')}</DataList.ItemLabel>
          <DataList.ItemValue>
            {submittedBy.name} · {instant(submittedAt)}
          </DataList.ItemValue>
        </DataList.Item>
        {decision && (
          <DataList.Item>
            <DataList.ItemLabel>{t('review.decision')}</DataList.ItemLabel>
            <DataList.ItemValue>
              {t(`decisions.${decision}`)}
              {decidedBy && decidedAt && ` · ${decidedBy.name} · ${instant(decidedAt)}`}
            </DataList.ItemValue>
          </DataList.Item>
        )}
        {acknowledged.length > 0 && (
          <DataList.Item className={classes['row'] ?? ''}>
            <DataList.ItemLabel>{t('marks.acknowledged')}</DataList.ItemLabel>
            <DataList.ItemValue>
              <MarkList of={acknowledged} />
            </DataList.ItemValue>
          </DataList.Item>
        )}
        <DataList.Item className={classes['row'] ?? ''}>
          <DataList.ItemLabel>{t('review.digest')}</DataList.ItemLabel>
          <DataList.ItemValue>
            <Group gap="xs">
              <Code className="digest">{digest}</Code>
              <CopyButton value={digest}>
                {({ copied, copy }) => (
                  <Button variant="default" size="compact-sm" onClick={copy}>
                    {copied ? t('actions.copied') : t('review.copyDigest')}
                  </Button>
                )}
              </CopyButton>
            </Group>
            <Text size="sm" c="dimmed">
              {t('review.digestHelp')}
            </Text>
          </DataList.ItemValue>
        </DataList.Item>
      </DataList>
    </Section>
  );
}
