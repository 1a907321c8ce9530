import type { TFunction } from 'i18next';
import type { Report } from '../../api';
import type { Cell } from '../../parts/csv/csv.rules.js';
import { figureOf, figuresOf, isComparable } from './report.rules.js';
import { earlierName, figureWords } from './words.js';

/** A broadcast beside earlier ones of its kind, for a file. */
export function comparedCells(
  t: TFunction,
  { outline, earlier }: Pick<Report, 'outline' | 'earlier'>,
): Cell[][] {
  if (earlier.length === 0) return [];
  // As on screen: of too few nothing is usual, and each of them stands beside it.
  const several = isComparable(earlier);
  const each = several ? earlier.slice(0, 1) : earlier;
  return [
    [t('picture.compared'), t('picture.comparedWith', { count: earlier.length })],
    [
      t('picture.figure'),
      t('picture.this'),
      ...(several ? [t('picture.median', { count: earlier.length })] : []),
      ...each.map((one) => earlierName(t, one)),
    ],
    ...figuresOf(outline, earlier).map(({ figure, own, median }) => [
      t(`picture.${figure}`),
      ...[own, ...(several ? [median] : []), ...each.map((one) => figureOf(figure, one))].map((value) =>
        figureWords(figure, value),
      ),
    ]),
    [],
  ];
}
