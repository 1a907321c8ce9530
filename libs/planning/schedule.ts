export type { LocalDateTime, Schedule } from '#contract/api/message';
