import { Anchor, Paper, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Home } from '../../api';
import { Section } from '../../parts/section';
import { number } from '../../times';
import { Row } from './row';

/** What is going out at this moment, and how far it is. */
export function Running({ running }: { running: NonNullable<Home['running']> }) {
  const { t } = useTranslation();
  return (
    <Section
      title={t('home.running')}
      aside={
        <Anchor component={Link} to="/siaran" size="sm">
          {t('home.all')}
        </Anchor>
      }
    >
      {running.length === 0 && <Text>{t('home.nothingRunning')}</Text>}
      {running.length > 0 && (
        <Paper withBorder component="ul" className="rows">
          {running.map(({ id, title, kind, organisation, targeted, settled, sent, failed }) => {
            const done = t('live.settled', { settled: number(settled), targeted: number(targeted) });
            return (
              <Row
                key={id}
                to={`/siaran/${id}`}
                title={title}
                kind={kind}
                lines={[
                  organisation,
                  targeted === 0
                    ? t('live.notYet')
                    : [
                        done,
                        t('home.sent', { messages: number(sent) }),
                        failed > 0 && t('home.failed', { messages: number(failed) }),
                      ]
                        .filter(Boolean)
                        .join(' · '),
                ]}
              >
                <Progress
                  value={targeted === 0 ? 0 : (settled / targeted) * 100}
                  size="lg"
                  aria-label={`${title}: ${done}`}
                />
              </Row>
            );
          })}
        </Paper>
      )}
    </Section>
  );
}
