// The import rules of docs: each lib names what it may reach (docs/architecture.md). A lib is imported through its index
// only, and each provider's library stays inside its own channel's folder.
const reaches = {
  // The staff API, its refusals and its lists: shapes alone, which everything may import and which import nothing.
  contract: [],
  // notices: their receipts arrive in the same inbox.
  dispatch: ['broadcasts', 'planning', 'audience', 'notices', 'channels', 'queue', 'audit', 'platform'],
  // Text limits (SMS segments, Telegram's 4096) and the channels' names are the channels' own facts.
  broadcasts: ['planning', 'audience', 'staff', 'notices', 'channels', 'audit', 'platform'],
  // When each region gets a message: rules alone. Of the queue, the order of urgency.
  planning: ['queue', 'platform'],
  // channels: an imported address is brought into the one normal form its channel defines.
  audience: ['notices', 'channels', 'audit', 'platform'],
  // channels: the one normal form of a person's own address, as for a citizen's.
  staff: ['notices', 'channels', 'audit', 'platform'],
  notices: ['channels', 'queue', 'audit', 'platform'],
  audit: ['platform'],
  callbacks: ['platform'],
  channels: ['platform'],
  queue: ['platform'],
  platform: [],
};
const apps = ['publisher', 'channel-worker', 'gateway', 'registrar', 'sandbox', 'standalone'];

module.exports = {
  allowed: [
    ...Object.entries(reaches).flatMap(([lib, others]) => [
      { from: { path: `^libs/${lib}/` }, to: { path: `^libs/${lib}/` } },
      ...others.map((other) => ({
        from: { path: `^libs/${lib}/` },
        to: { path: `^libs/${other}/.*index\\.ts$` },
      })),
    ]),
    { from: { path: '^(libs|apps)/' }, to: { path: '^libs/contract/' } },
    ...apps.flatMap((app) => [
      { from: { path: `^apps/${app}/` }, to: { path: `^apps/${app}/` } },
      {
        from: { path: `^apps/${app}/` },
        to: { path: '^libs/.*index\\.ts$' },
      },
    ]),
    { from: { path: '^test/' }, to: { path: '^(test|libs|apps)/|^jest\\.config\\.js$' } },
    { from: { path: '\\.spec\\.ts$' }, to: { path: '^test/factories/' } },
    { from: {}, to: { dependencyTypes: ['npm', 'npm-dev', 'core'] } },
  ],
  allowedSeverity: 'error',
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'queue-alone-knows-bullmq',
      severity: 'error',
      from: { pathNot: '^(libs/queue|test)/' },
      to: { path: 'node_modules/(bullmq|ioredis|@nestjs/bullmq)/' },
    },
    {
      name: 'database-alone-imports-typeorm-and-pg',
      severity: 'error',
      // postgres.ts starts the server and loads little else.
      from: {
        pathNot: '^(libs/platform/(database|migrations)|test)/|^apps/standalone/postgres\\.ts$|\\.spec\\.ts$',
      },
      to: { path: 'node_modules/(typeorm|pg)/' },
    },
    {
      name: 'nodemailer-in-email-only',
      severity: 'error',
      from: { pathNot: '^(libs/channels/email|test|apps/sandbox)/' },
      to: { path: 'node_modules/nodemailer/' },
    },
    {
      name: 'telegraf-in-telegram-only',
      severity: 'error',
      from: { pathNot: '^(libs/channels/telegram|test)/' },
      to: { path: 'node_modules/telegraf/' },
    },
    {
      name: 'twilio-in-sms-only',
      severity: 'error',
      from: { pathNot: '^(libs/channels/sms|test)/' },
      to: { path: 'node_modules/twilio/' },
    },
    {
      name: 'smpp-in-sms-only',
      severity: 'error',
      from: { pathNot: '^(libs/channels/sms/smpp|test|apps/sandbox)/' },
      to: { path: 'node_modules/smpp/' },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      from: { path: '\\.rules\\.ts$' },
      to: { path: 'node_modules/(@nestjs|typeorm|bullmq|ioredis|pg)/' },
    },
    {
      name: 'not-to-dev-dep',
      severity: 'error',
      // The sandbox and the standalone are not in the image (Dockerfile): nobody runs them in service.
      from: { path: '^(apps|libs)/', pathNot: '\\.spec\\.ts$|^apps/(sandbox|standalone)/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|apps/console)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default'],
    },
  },
};
