import type { Submission } from '../../api';
import { askedBefore } from './asked.rules';

const submission = (no: number, decision: Submission['decision'], submittedAt = `${no}`) =>
  ({ no, decision, digest: submittedAt, submittedAt }) as Submission;

describe('the rejection that a submission answers', () => {
  const again = submission(3, null);
  it.each([
    ['none at the first submission', [submission(1, null)], null],
    ['the last one', [again, submission(2, 'rejected'), submission(1, 'rejected')], 2],
    [
      'also when a submission between was withdrawn',
      [again, submission(2, 'withdrawn'), submission(1, 'rejected')],
      1,
    ],
    ['none once KPU has approved', [again, submission(2, 'approved'), submission(1, 'rejected')], null],
    [
      'none when the rejection was undone',
      [submission(2, null, 'same'), submission(1, 'rejected', 'same')],
      null,
    ],
  ])('is %s', (_, submissions, no) => expect(askedBefore(submissions)?.no ?? null).toBe(no));
});
