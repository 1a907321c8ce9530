// The publisher exports the same words.
export { type Both, type Form, SAYS, SUBJECTS } from '../../../../libs/contract/audit-terms';
export {
  detailInWords,
  type Speech,
  subjectInWords,
  type Told,
} from '../../../../libs/contract/audit-detail.rules';
