/** Topics a citizen can choose; a contact has any number of them. */
export const TOPICS = [
  { id: 'jadwal', name: { id: 'Jadwal dan tahapan', en: 'Dates and stages' } },
  { id: 'lokasi-tps', name: { id: 'Lokasi TPS', en: 'Polling stations' } },
  { id: 'hoaks', name: { id: 'Klarifikasi hoaks', en: 'Corrections of hoaxes' } },
  { id: 'hasil', name: { id: 'Hasil pemilihan', en: 'Results' } },
] as const;

/** The topics' ids. */
export const topicIds: readonly string[] = TOPICS.map((topic) => topic.id);
