import { Loader, Stack, Text } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SampleCopy, TextLook } from '../../../api';
import { ErrorNote } from '../../../parts/frame/error-note';
import { VARIABLE_GROUPS } from '../../../parts/texts/variables';
import { clock, dayAt, listed } from '../../../times';
import classes from './previews.module.css';
import { unfilled, withNames } from './unfilled.rules';
import { useLook, type Written } from './use-look';

/** Nothing loads and nothing runs; a link opens nowhere. */
const STRICT =
  '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'"><base target="_blank">';

/** How a copy is shown: on a phone's locked screen or opened, a mail on a phone or a desk, in the light or in the dark. */
export interface Show {
  view: 'open' | 'locked' | 'desk';
  scheme: 'light' | 'dark';
}

/** A citizen's copy of one text as the channel's program shows it, rendered by the server. */
export const Preview = memo(function Preview({ show, ...written }: Written & { show: Show }) {
  const { t } = useTranslation();
  const { channel, setting, sample } = written;
  const { look, written: any } = useLook(written);
  if (!any) return <Hint>{t('compose.nothingWritten')}</Hint>;
  if (look.isError) return <ErrorNote error={look.error} title={t('texts.noSample')} />;
  if (!look.data) return <Loader size="sm" aria-label={t('texts.sample')} />;
  const { sender, copy: given } = look.data;
  if (!given) return <Hint>{t('texts.noSample')}</Hint>;
  const empty = unfilled([given.subject ?? '', given.text]);
  const names = (text: string): string => withNames(text, (variable) => `[${t(`variables.${variable}`)}]`);
  const copy: SampleCopy = {
    ...given,
    ...(given.subject !== undefined && { subject: names(given.subject) }),
    ...(given.html !== undefined && { html: names(given.html) }),
    text: names(given.text),
  };
  // Of what only the election holds: the rest is the citizen's own, and is filled in with each copy.
  const lacks = empty.filter((variable) => VARIABLE_GROUPS.election.some((one) => one === variable));
  return (
    <Stack gap="xs">
      {lacks.length > 0 && (
        <Text size="sm" role="status">
          {t(setting.electionId === undefined ? 'sample.noElection' : 'sample.lacks', {
            what: listed(lacks.map((variable) => t(`variables.${variable}`))),
          })}
        </Text>
      )}
      <div
        className={`${classes.show} ${show.scheme === 'dark' ? classes.dark : classes.light}`}
        aria-busy={look.isFetching}
      >
        {channel === 'email' ? (
          <EmailPreview copy={copy} sender={sender} name={sample.name} desk={show.view === 'desk'} />
        ) : show.view === 'locked' ? (
          <LockScreen copy={copy} from={sender.name} program={t(`channels.${channel}`)} />
        ) : channel === 'telegram' ? (
          <TelegramPreview copy={copy} from={sender.name} />
        ) : (
          <SmsPreview copy={copy} from={sender.name} />
        )}
      </div>
    </Stack>
  );
});

const Hint = ({ children }: { children: string }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
);

/** The hour and minute of now, without a zone. */
const hour = (): string => clock(new Date()).replace(/ .*/, '');

/** A copy in an inbox, and as a mail program shows it. The HTML is sandboxed: it cannot run scripts, load anything or navigate. */
function EmailPreview({
  copy: { subject = '', html = '', text, language },
  sender,
  name,
  desk,
}: {
  copy: SampleCopy;
  sender: TextLook['sender'];
  name: string;
  desk: boolean;
}) {
  const { t } = useTranslation();
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
            {text.replaceAll(/\s+/g, ' ').slice(0, 120)}
          </div>
        </div>
      </div>
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
            srcDoc={html.replace('<head>', `<head>${STRICT}`)}
          />
        </div>
      </div>
    </Stack>
  );
}

/** A copy as a bubble in a Telegram chat. */
function TelegramPreview({ copy: { text, language }, from }: { copy: SampleCopy; from: string }) {
  return (
    <div className={`${classes.phone} ${classes.chat}`}>
      <PhoneTop from={from} />
      <div className={classes.bubble}>
        <div className="message" lang={language}>
          {text}
        </div>
        <div className={`${classes.faint} ${classes.stamp}`}>{hour()}</div>
      </div>
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
