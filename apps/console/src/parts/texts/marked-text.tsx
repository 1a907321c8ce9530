import { Mark } from '@mantine/core';
import { Fragment } from 'react';
import classes from './marked-text.module.css';
import { pieces, type TextMark } from './marks.rules';

/** A template with its variables highlighted. */
export function Template({ text }: { text: string }) {
  return text.split(/(\{\{\w+\}\})/).map((piece, index) =>
    piece.startsWith('{{') ? (
      <Mark key={index} color="sea.1">
        {piece}
      </Mark>
    ) : (
      piece
    ),
  );
}

/**
 * A template with numbered marks. The style sheet draws the numbers, so selections and offsets cover the text alone.
 */
export function MarkedText({ text, marks }: { text: string; marks: readonly TextMark[] }) {
  const said = new Set(marks.flatMap((mark) => (mark.said ? [mark.no] : [])));
  return pieces(text, marks).map((piece, index) =>
    piece.marks.length === 0 ? (
      <Fragment key={index}>
        <Template text={piece.text} />
      </Fragment>
    ) : (
      <mark
        key={index}
        className={piece.marks.every((no) => said.has(no)) ? `marked ${classes['said'] ?? ''}` : 'marked'}
        data-numbers={piece.ends.join(',')}
      >
        {piece.text}
      </mark>
    ),
  );
}
