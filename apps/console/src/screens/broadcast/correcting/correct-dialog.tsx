import { Anchor, Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { type Broadcast, broadcasts, type Template } from '../../../api';
import { ApiError } from '../../../http';
import { TemplateChoice } from '../../../parts/broadcasts/template-choice';
import { Confirm } from '../acts/confirm';
import { stoppedBy, toCorrect } from '../stopping/ended.rules';
import { shownOf } from '../content/shown.rules';

/** The title of a correction; that of a correction of a correction is numbered. */
function correctionTitle(t: TFunction, title: string): string {
  const [, no, rest] = /^(?:Ralat|Correction)(?: (\d+))?: (.+)$/i.exec(title) ?? [];
  return rest === undefined
    ? t('correct.titleOf', { title })
    : t('correct.titleAgain', { no: Number(no ?? 1) + 1, title: rest });
}

/** Starts a correction and opens its draft. */
export function CorrectDialog({ broadcast, onClose }: { broadcast: Broadcast; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [title, setTitle] = useState(() => correctionTitle(t, shownOf(broadcast).title).slice(0, 150));
  const [other, setOther] = useState<OtherCorrection | null>(null);
  const [template, setTemplate] = useState<Template | null>(null);
  return (
    <Confirm
      id={broadcast.id}
      title={t('correct.title')}
      go={t('correct.go')}
      size="xl"
      ready={title.trim() !== ''}
      onGo={async () => {
        const { id } = await broadcasts
          .correct(broadcast.id, title, template?.id ?? null)
          .catch((error: unknown) => {
            setOther(otherIn(error));
            throw error;
          });
        await navigate(`/tulis/${id}`);
      }}
      told={t('done.correct')}
      onClose={onClose}
    >
      <Text size="sm">{t(`correct.what.${stoppedBy('submit', toCorrect(broadcast))}`)}</Text>
      <TextInput
        label={t('compose.title')}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        maxLength={150}
        required
        data-autofocus
      />
      <TemplateChoice
        kind="correction"
        help={t('templates.chooseHelp')}
        value={template}
        onChange={setTemplate}
      />
      {template && (
        <Group>
          <Button variant="default" size="xs" onClick={() => setTemplate(null)}>
            {t('templates.without')}
          </Button>
        </Group>
      )}
      {other && (
        <Text size="sm" fw={600}>
          <Anchor component={Link} to={`/siaran/${other.id}`} underline="always" onClick={onClose}>
            {t('correct.openOther')}
          </Anchor>
        </Text>
      )}
    </Confirm>
  );
}

/** The existing correction, as the API names it in its refusal. */
interface OtherCorrection {
  id: string;
}

const otherIn = (error: unknown): OtherCorrection | null =>
  (error instanceof ApiError && (error.problem['correction'] as OtherCorrection | undefined)) || null;
