import { Button, Group, Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { BarToastPlace } from '../../parts/frame/toasts';
import { toMark } from './use-mark-keys';

/**
 * The decision of a reviewer, below what it is about, with what it still waits for.
 * @param held what is in its way besides marks and reasons; null: nothing
 * @param clear said when nothing is in its way
 * @param open number of marks that are not acknowledged
 * @param pins number of pinned reasons: with one, it can only be sent back
 * @param decides whether this person holds the review
 */
export function DecisionBar({
  held,
  clear,
  open,
  pins,
  decides,
  mayApprove,
  reject,
  approve,
  onReject,
  onApprove,
}: {
  held: string | null;
  clear: string;
  open: number;
  pins: number;
  decides: boolean;
  mayApprove: boolean;
  reject: string;
  approve: string;
  onReject: () => void;
  onApprove: () => void;
}) {
  const { t } = useTranslation();
  const waits =
    pins > 0 ? t('marks.mustReject', { count: pins }) : open > 0 ? t('marks.open', { count: open }) : clear;
  return (
    <Paper withBorder p="sm" className="decision" component="section" aria-label={t('reviews.decision')}>
      <BarToastPlace />
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" style={{ flex: '1 1 12rem' }}>
          {held ?? waits}
        </Text>
        <div className="decision-acts">
          {decides && open > 0 && (
            <Button variant="default" onClick={() => toMark(1)} aria-keyshortcuts="n">
              {t('marks.next')}
            </Button>
          )}
          <Button
            variant="default"
            disabled={!decides}
            onClick={onReject}
            // On a phone its words take two lines.
            h="auto"
            mih="2.25rem"
            styles={{ label: { whiteSpace: 'normal' } }}
          >
            {reject}
          </Button>
          <Button disabled={!decides || !mayApprove || open > 0 || pins > 0} onClick={onApprove}>
            {approve}
          </Button>
        </div>
      </Group>
    </Paper>
  );
}
