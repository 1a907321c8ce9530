import { Button, Group, SegmentedControl, Stack, VisuallyHidden } from '@mantine/core';
import IconMaximize from '@tabler/icons-react/icons/IconMaximize';
import IconMoon from '@tabler/icons-react/icons/IconMoon';
import IconSun from '@tabler/icons-react/icons/IconSun';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel, SampleCopy, TextLook } from '../../api';
import { clock, dayAt } from '../../times';
import { Dialog } from '../forms/dialog';
import { inScheme } from './device.rules';
import classes from './device.module.css';

/** Nothing loads and nothing runs; a link opens nowhere. */
const STRICT =
  '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'"><base target="_blank">';

/** How a copy is shown: on a phone's locked screen or opened, a mail on a phone or a desk, in the light or in the dark. */
export interface Show {
  view: 'open' | 'locked' | 'desk';
  scheme: 'light' | 'dark';
}

/** The views of a mail, and of messages on a phone, as their words are called. */
const MAIL = { open: 'phone', desk: 'desk' } as const;
const PHONE = { open: 'open', locked: 'locked' } as const;

/** Chooses how copies are shown. @param channel the one that is shown, or several at once */
export function ShowSwitch({
  channel,
  show,
  onChange,
}: {
  channel: Channel | 'several';
  show: Show;
  onChange: (show: Show) => void;
}) {
  const { t } = useTranslation();
  const views = Object.entries(channel === 'email' ? MAIL : PHONE) as [
    Show['view'],
    'phone' | 'desk' | 'open' | 'locked',
  ][];
  return (
    <Group gap="xs" justify="space-between">
      <SegmentedControl
        size="xs"
        aria-label={t('sample.as')}
        data={views.map(([view, name]) => ({ value: view, label: t(`sample.views.${name}`) }))}
        value={views.some(([view]) => view === show.view) ? show.view : 'open'}
        onChange={(view) => onChange({ ...show, view: views.find(([one]) => one === view)?.[0] ?? 'open' })}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('sample.scheme')}
        data={[
          { value: 'light', label: <Sign of={IconSun} label={t('sample.light')} /> },
          { value: 'dark', label: <Sign of={IconMoon} label={t('sample.dark')} /> },
        ]}
        value={show.scheme}
        onChange={(scheme) => onChange({ ...show, scheme: scheme === 'dark' ? 'dark' : 'light' })}
      />
    </Group>
  );
}

function Sign({ of: Icon, label }: { of: typeof IconSun; label: string }) {
  return (
    <span className={classes.sign}>
      <Icon size={16} aria-hidden />
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  );
}

/** A citizen's copy as the channel's program shows it. @param name of the citizen */
export function Device({
  channel,
  copy,
  sender,
  name,
  show,
  busy = false,
}: {
  channel: Channel;
  copy: SampleCopy;
  sender: TextLook['sender'];
  name: string;
  show: Show;
  busy?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <div
      className={`${classes.show} ${show.scheme === 'dark' ? classes.dark : classes.light}`}
      aria-busy={busy}
    >
      {channel === 'email' ? (
        <EmailPreview copy={copy} sender={sender} name={name} show={show} />
      ) : show.view === 'locked' ? (
        <LockScreen copy={copy} from={sender.name} program={t(`channels.${channel}`)} />
      ) : channel === 'telegram' ? (
        <TelegramPreview copy={copy} from={sender.name} />
      ) : (
        <SmsPreview copy={copy} from={sender.name} />
      )}
    </div>
  );
}

/** The hour and minute of now, without a zone. */
const hour = (): string => clock(new Date()).replace(/ .*/, '');

/** What an inbox shows of a mail beside its subject: how its HTML begins. */
const beginningOf = (html: string): string =>
  new DOMParser()
    .parseFromString(html, 'text/html')
    .body.textContent.replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 120);

/** A copy in an inbox, and as a mail program shows it. The HTML is sandboxed: it cannot run scripts, load anything or navigate. */
function EmailPreview({
  copy: { subject = '', html = '', language },
  sender,
  name,
  show: { view, scheme },
}: {
  copy: SampleCopy;
  sender: TextLook['sender'];
  name: string;
  show: Show;
}) {
  const { t } = useTranslation();
  const desk = view === 'desk';
  const [large, setLarge] = useState(false);
  const mail = (
    <div className={classes.mail}>
      <div className={classes.head}>
        <div className={classes.subject} lang={language}>
          {subject}
        </div>
        <div>
          {sender.name} <span className={classes.faint}>{`<${sender.from}>`}</span>
        </div>
        <div className={classes.faint}>{t('sample.to', { name })}</div>
      </div>
      <div className={desk ? classes.desk : classes.held}>
        <iframe
          className={classes.body}
          title={t('sample.mail')}
          sandbox=""
          srcDoc={inScheme(html, scheme).replace('<head>', `<head>${STRICT}`)}
        />
      </div>
    </div>
  );
  return (
    <Stack gap="sm" className={desk ? '' : classes.handheld}>
      <div className={classes.inbox} role="group" aria-label={t('sample.inbox')}>
        <span className={classes.sender}>{sender.name.slice(0, 1)}</span>
        <div className={classes.row}>
          <div className={classes.rowTop}>
            <strong>{sender.name}</strong>
            <span className={classes.faint}>{hour()}</span>
          </div>
          <div className={classes.clipped} lang={language}>
            {subject}
          </div>
          <div className={`${classes.clipped} ${classes.faint}`} lang={language}>
            {beginningOf(html)}
          </div>
        </div>
      </div>
      {mail}
      {desk && (
        <Group justify="flex-end">
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconMaximize size={14} aria-hidden />}
            onClick={() => setLarge(true)}
          >
            {t('sample.enlarge')}
          </Button>
        </Group>
      )}
      {large && (
        <Dialog title={t('sample.mail')} size="64rem" onClose={() => setLarge(false)}>
          <div
            className={`${classes.show} ${classes.large} ${scheme === 'dark' ? classes.dark : classes.light}`}
          >
            {mail}
          </div>
        </Dialog>
      )}
    </Stack>
  );
}

/** A copy as a bubble in a Telegram chat, with its buttons: they look like Telegram's, and do nothing here. */
function TelegramPreview({ copy: { text, language, buttons }, from }: { copy: SampleCopy; from: string }) {
  const { t } = useTranslation();
  return (
    <div className={`${classes.phone} ${classes.chat}`}>
      <PhoneTop from={from} />
      <div className={classes.bubble}>
        <div className="message" lang={language}>
          {text}
        </div>
        <div className={`${classes.faint} ${classes.stamp}`}>{hour()}</div>
      </div>
      {buttons.length > 0 && (
        <ul className={classes.buttons} aria-label={t('sample.buttons')} lang={language}>
          {buttons.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A copy as an SMS on a phone. */
function SmsPreview({ copy: { text, language }, from }: { copy: SampleCopy; from: string }) {
  return (
    <div className={classes.phone}>
      <PhoneTop from={from} />
      <div className={classes.sms}>
        <div className="message" lang={language}>
          {text}
        </div>
      </div>
    </div>
  );
}

const PhoneTop = ({ from }: { from: string }) => (
  <div className={classes.phoneTop}>
    <span className={classes.sender}>{from.slice(0, 1)}</span>
    <strong>{from}</strong>
  </div>
);

/** A copy as a locked phone announces it: its first lines. */
function LockScreen({
  copy: { text, language },
  from,
  program,
}: {
  copy: SampleCopy;
  from: string;
  program: string;
}) {
  const { t } = useTranslation();
  return (
    <div className={`${classes.phone} ${classes.locked}`}>
      <div className={classes.time}>{hour()}</div>
      <div className={classes.day}>{dayAt(new Date())}</div>
      <div className={classes.notice}>
        <div className={classes.rowTop}>
          <span className={classes.faint}>{program}</span>
          <span className={classes.faint}>{t('sample.now')}</span>
        </div>
        <strong>{from}</strong>
        <div className={classes.lines} lang={language}>
          {text}
        </div>
      </div>
    </div>
  );
}
