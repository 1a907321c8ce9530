import { Mark } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './highlighted-text.module.css';
import { type Highlight, pieces } from './highlights.rules';
import { VARIABLES } from './variables';

/**
 * A template with its variables as chips.
 * @param named has the name of a variable in place of its letters; otherwise the style sheet draws the name, and the
 *   letters stay in the page, so that selections and offsets cover the text as it is
 */
export function Template({ text, named = false }: { text: string; named?: boolean }) {
  const { t } = useTranslation();
  return text.split(/(\{\{\s*\w+\s*\}\})/).map((piece, index) => {
    if (!piece.startsWith('{{')) return piece;
    const variable = VARIABLES.find((one) => piece.slice(2, -2).trim() === one);
    const name = variable && t(`variables.${variable}`);
    return (
      <Mark
        key={index}
        color="sea.1"
        title={piece}
        className={classes['chip'] ?? ''}
        {...(name && !named && { 'data-name': name })}
      >
        {name && !named ? <span className={classes['letters']}>{piece}</span> : (name ?? piece)}
      </Mark>
    );
  });
}

/**
 * A template with numbered highlights. The style sheet draws the numbers, so selections and offsets cover the text alone.
 */
export function HighlightedText({
  text,
  highlights,
  named = false,
}: {
  text: string;
  highlights: readonly Highlight[];
  /** As of a template; where passages are selected, the letters of the text must stand. */
  named?: boolean;
}) {
  const said = new Set(highlights.flatMap(({ no, said: isSaid }) => (isSaid ? [no] : [])));
  return pieces(text, highlights).map((piece, index) =>
    piece.highlights.length === 0 ? (
      <Fragment key={index}>
        <Template text={piece.text} named={named} />
      </Fragment>
    ) : (
      <mark
        key={index}
        className={
          piece.highlights.every((no) => said.has(no)) ? `marked ${classes['said'] ?? ''}` : 'marked'
        }
        data-numbers={piece.ends.join(' ')}
        data-of={piece.highlights.join(' ')}
      >
        <Template text={piece.text} named={named} />
      </mark>
    ),
  );
}
