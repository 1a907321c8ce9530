import { useTranslation } from 'react-i18next';
import { listed } from '../../times';
import { useEmergencyStop } from './emergency-state';

/** Notices go on during the stop, unless their channel is paused by itself. */
export function NoticesGoOn() {
  const { t } = useTranslation();
  const paused = useEmergencyStop()?.pausedChannels ?? [];
  return paused.length === 0
    ? t('emergency.notices')
    : t('emergency.noticesBut', { channels: listed(paused.map((channel) => t(`channels.${channel}`))) });
}
