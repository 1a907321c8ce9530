// The publisher exports the same names.
export { actOf, ACTS } from '../../../../libs/contract/audit-acts';
