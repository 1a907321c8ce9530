import { Code, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Recording, type RecordingKind, recordings } from '../../api';
import { number } from '../../times';

/** A recording as its listeners get it, with what the approval covers: its size and the hash of its bytes. */
export function RecordingPlayer({
  kind,
  label,
  recording: { sha256, bytes, type },
}: {
  kind: RecordingKind;
  label: string;
  recording: Recording;
}) {
  const { t } = useTranslation();
  const played = { controls: true, preload: 'metadata', src: recordings.at(sha256), 'aria-label': label };
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {label}
      </Text>
      {kind === 'audio' ? (
        <audio {...played} className="recording" />
      ) : (
        <video {...played} playsInline className="recording" />
      )}
      <Text size="sm" c="dimmed">
        {t('alternatives.size', { size: megabytes(bytes), type })}
      </Text>
      <Text size="xs" c="dimmed" className="digest">
        {t('alternatives.digest')} <Code>{sha256}</Code>
      </Text>
    </Stack>
  );
}

/** Never 0: a short recording has a size too. */
export const megabytes = (bytes: number): string =>
  number(Math.max(bytes / 1_000_000, 0.1), { maximumFractionDigits: 1 });
