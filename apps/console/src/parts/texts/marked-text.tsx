import { Mark } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './marked-text.module.css';
import { pieces, type TextMark } from './marks.rules';
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
 * A template with numbered marks. The style sheet draws the numbers, so selections and offsets cover the text alone.
 */
export function MarkedText({
  text,
  marks,
  named = false,
}: {
  text: string;
  marks: readonly TextMark[];
  /** As of a template; where passages are selected, the letters of the text must stand. */
  named?: boolean;
}) {
  const said = new Set(marks.flatMap((mark) => (mark.said ? [mark.no] : [])));
  return pieces(text, marks).map((piece, index) =>
    piece.marks.length === 0 ? (
      <Fragment key={index}>
        <Template text={piece.text} named={named} />
      </Fragment>
    ) : (
      <mark
        key={index}
        className={piece.marks.every((no) => said.has(no)) ? `marked ${classes['said'] ?? ''}` : 'marked'}
        data-numbers={piece.ends.join(' ')}
        data-of={piece.marks.join(' ')}
      >
        <Template text={piece.text} named={named} />
      </mark>
    ),
  );
}
