import { Box, Button, FileInput, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_BYTES, type Recording, type RecordingKind, recordings } from '../../../api';
import { ErrorNote } from '../../../parts/frame/error-note';
import { megabytes, RecordingPlayer } from '../../../parts/texts/recording-player';
import { number } from '../../../times';

/** The mutation key by which a screen detects an upload in progress. */
export const UPLOAD = ['recording'];

const ACCEPTED: Record<RecordingKind, string> = {
  audio: '.mp3,.m4a,.ogg,.oga,.opus,audio/mpeg,audio/mp4,audio/ogg',
  signing: '.mp4,.m4v,.webm,video/mp4,video/webm',
};

/**
 * One recording of a draft: a file input, an upload in progress, or the recording, which can be removed. An uploaded
 * recording becomes part of the form and is saved with it.
 */
export function RecordingField({
  kind,
  label,
  recording,
  error,
  onChange,
}: {
  kind: RecordingKind;
  label: string;
  recording: Recording | null;
  error: string | null;
  onChange: (recording: Recording | null) => void;
}) {
  const { t } = useTranslation();
  const [sent, setSent] = useState(0);
  const [tooLarge, setTooLarge] = useState<File | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const breaker = useRef<AbortController | null>(null);
  const upload = useMutation({
    mutationKey: UPLOAD,
    mutationFn: (file: File) => {
      const control = new AbortController();
      breaker.current = control;
      setSent(0);
      return recordings.send(kind, file, { onProgress: setSent, signal: control.signal });
    },
    retry: false,
    onSuccess: (kept) => put(kept),
  });
  // Aborts an upload that nobody waits for.
  useEffect(() => () => breaker.current?.abort(), []);
  /** The change removes the focused element. */
  const put = (next: Recording | null): void => {
    onChange(next);
    place.current?.focus();
  };
  const choose = (file: File | null): void => {
    upload.reset();
    setTooLarge(file && file.size > MOST_BYTES[kind] ? file : null);
    if (file && file.size <= MOST_BYTES[kind]) upload.mutate(file);
  };
  const brokenOff = upload.error instanceof DOMException;
  return (
    <Box role="group" aria-label={label} tabIndex={-1} ref={place} style={{ outlineOffset: 6 }}>
      <Stack gap="xs">
        {recording ? (
          <>
            <RecordingPlayer kind={kind} label={label} recording={recording} />
            <Group>
              <Button variant="default" size="xs" onClick={() => put(null)}>
                {t('alternatives.remove', { what: label })}
              </Button>
            </Group>
          </>
        ) : upload.isPending ? (
          <>
            <Text size="sm" fw={600}>
              {label}
            </Text>
            <Progress.Root size="lg" maw={520}>
              <Progress.Section
                value={Math.floor((sent / Math.max(1, upload.variables.size)) * 100)}
                aria-label={t('alternatives.sendingAria', { what: label })}
              />
            </Progress.Root>
            <Text size="sm" role="status">
              {t('alternatives.sending', {
                percent: number(Math.floor((sent / Math.max(1, upload.variables.size)) * 100)),
                size: megabytes(upload.variables.size),
              })}
            </Text>
            <Group>
              <Button variant="default" size="xs" onClick={() => breaker.current?.abort()}>
                {t('alternatives.break')}
              </Button>
            </Group>
          </>
        ) : (
          <FileInput
            label={label}
            description={t(`alternatives.${kind}Help`)}
            placeholder={t('alternatives.choose')}
            accept={ACCEPTED[kind]}
            value={null}
            onChange={choose}
            error={
              tooLarge
                ? t('alternatives.tooLarge', {
                    size: megabytes(tooLarge.size),
                    most: megabytes(MOST_BYTES[kind]),
                  })
                : error
            }
            maw={520}
          />
        )}
        {recording && error && (
          <Text size="sm" c="red.8">
            {error}
          </Text>
        )}
        {upload.error && !brokenOff && <ErrorNote error={upload.error} title={t('alternatives.failed')} />}
        {brokenOff && (
          <Text size="sm" role="status">
            {t('alternatives.brokenOff')}
          </Text>
        )}
      </Stack>
    </Box>
  );
}
