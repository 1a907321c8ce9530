/** What an account at a mail server needs. */
export interface SmtpSettings {
  /** As SMTP_URL. */
  url: string;
}
