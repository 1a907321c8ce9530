/** The stylesheet of the public pages. Contrast is at least 4.5:1 for text and 3:1 for controls (WCAG 2.2 AA). */
export const STYLESHEET = `
:root { color-scheme: light; --ink: #1b2430; --quiet: #4a5663; --line: #7d8a97; --rule: #d5dce3; --paper: #ffffff; --wash: #f2f5f8;
  --link: #0b5676; --fill: #0b4f6c; --fill-more: #063a51; --stop: #a11320; --stop-more: #7c0c17;
  --good: #14603a; --good-wash: #e8f4ed; --doubt: #7a4a00; --doubt-wash: #fdf3de; --bad: #a11320; --bad-wash: #fdeaec; }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; --ink: #e6ebf0; --quiet: #b1bcc6; --line: #7f8c98; --rule: #35424d; --paper: #1a222a; --wash: #10161b;
  --link: #86c4e2; --fill: #1a6a8c; --fill-more: #2377a0; --stop: #b3202e; --stop-more: #c93846;
  --good: #86d9ac; --good-wash: #11291d; --doubt: #f2c879; --doubt-wash: #2e2411; --bad: #ffa3a3; --bad-wash: #35161a; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; border-top: .25rem solid var(--fill); font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); background: var(--wash); }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--paper); z-index: 1; }
header, main, footer { max-width: 46rem; margin: 0 auto; padding: 1rem; }
.training { margin: 0; padding: .5rem 1rem; border: 2px solid #000; color: #000; font-weight: 700; background: repeating-linear-gradient(-45deg, #ffe066 0 1rem, #fff3bf 1rem 2rem); }
header { display: flex; flex-wrap: wrap; gap: .125rem 1rem; align-items: center; padding-bottom: .75rem; }
.brand { flex: 1; font-size: 1.5rem; line-height: 1.2; font-weight: 700; letter-spacing: -.01em; color: var(--ink); text-decoration: none; }
.sign { flex: none; width: 2rem; height: 2rem; vertical-align: -.5rem; margin-right: .25rem; border-radius: .4375rem; }
.brand, .language, footer a { display: inline-block; padding: .25rem 0; }
.houses { flex: 1 0 100%; display: flex; flex-wrap: wrap; gap: .125rem 1.25rem; margin: .25rem 0 0; color: var(--quiet); font-size: .875rem; line-height: 1.4; }
.house { display: inline-flex; align-items: center; gap: .625rem; }
.house img { width: 2.5rem; height: 2.5rem; object-fit: contain; padding: .125rem; border-radius: .375rem; background: #fff; }
main { background: var(--paper); border: 1px solid var(--rule); border-radius: .75rem; padding: 1.25rem 1rem 1.5rem; }
footer { color: var(--quiet); font-size: .9375rem; padding-top: 1.5rem; padding-bottom: 2.5rem; }
h1 { font-size: 1.5625rem; line-height: 1.25; letter-spacing: -.01em; text-wrap: balance; margin: 0 0 1rem; }
h2 { font-size: 1.25rem; line-height: 1.3; letter-spacing: -.005em; margin: 2.25rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .375rem; color: var(--quiet); }
p { margin: 0 0 .75rem; }
section { scroll-margin-top: 1rem; }
section + section { margin-top: 2.25rem; padding-top: 2rem; border-top: 1px solid var(--rule); } section > h2:first-child { margin-top: 0; }
.standing { border-left: .375rem solid; border-radius: .375rem; padding: .75rem 1rem; margin: 0 0 1rem; }
.standing p { margin: 0; color: var(--ink); }
.standing p:first-child { font-weight: 700; font-size: 1.125rem; }
.good { border-color: var(--good); background: var(--good-wash); } .good p:first-child { color: var(--good); }
.doubt { border-color: var(--doubt); background: var(--doubt-wash); } .doubt p:first-child { color: var(--doubt); }
.bad { border-color: var(--bad); background: var(--bad-wash); } .bad p:first-child { color: var(--bad); }
.compare { font-weight: 600; }
dl { display: grid; grid-template-columns: 1fr; gap: 0 1rem; margin: 0; }
dt { color: var(--quiet); font-size: .9375rem; }
dd { margin: 0 0 .625rem; overflow-wrap: anywhere; }
code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .9375rem; }
.code { font-size: 1.125rem; letter-spacing: .06em; }
blockquote { margin: 0; padding: .875rem 1rem; background: var(--wash); border: 1px solid var(--rule); border-radius: .5rem; overflow-wrap: anywhere; }
blockquote p { margin: 0; }
blockquote .subject { font-weight: 700; margin-bottom: .5rem; }
blockquote + p { margin-top: .75rem; } .hint + blockquote { margin-top: .5rem; }
blockquote .text { white-space: pre-wrap; }
form { margin: 0; }
label { display: block; font-weight: 600; margin-bottom: .25rem; }
input { width: 100%; max-width: 22rem; font: inherit; padding: .625rem .75rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--paper); color: var(--ink); }
input[type=radio], input[type=checkbox] { flex: none; width: 1.5rem; height: 1.5rem; margin: .125rem 0 0; accent-color: var(--link); }
.field { margin-bottom: 1rem; }
fieldset { border: 1px solid var(--rule); border-radius: .5rem; margin: 1.25rem 0; padding: .5rem 1rem 1rem; min-width: 0; }
legend { font-weight: 600; padding: 0 .375rem; margin-left: -.375rem; }
fieldset > .hint { margin-bottom: .75rem; }
.choice + p { margin-top: 1rem; }
summary { padding: .375rem 0; cursor: pointer; }
.choice { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: flex-start; padding: .375rem 0; }
.choice label { flex: 1; font-weight: 400; margin: 0; }
.choice .hint { flex-basis: 100%; margin-left: 2.25rem; }
.ways { display: flex; flex-wrap: wrap; gap: 0 1.25rem; list-style: none; padding: 0; margin: 0 0 1rem; }
.ways a { display: inline-block; padding: .25rem 0; }
.doors { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .625rem; margin: 1.25rem 0 2.25rem; }
.doors a { display: flex; justify-content: space-between; gap: .75rem; height: 100%; padding: .75rem .875rem; border: 1px solid var(--rule); border-radius: .5rem; background: var(--wash); font-weight: 600; line-height: 1.35; text-decoration: none; }
.doors a::after { content: "↓" / ""; } .doors a:hover { border-color: var(--link); }
.standing ul { margin: .375rem 0 0; padding-left: 1.25rem; }
.standing li a { display: inline-block; padding: .125rem 0; }
input[aria-invalid=true] { border: 2px solid var(--bad); }
.fault { color: var(--bad); font-weight: 600; margin: .375rem 0 0; }
.hint { color: var(--quiet); font-size: .9375rem; margin: .25rem 0 0; }
textarea { display: block; width: 100%; font: inherit; padding: .625rem .75rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--paper); color: var(--ink); }
textarea[aria-invalid=true] { border: 2px solid var(--bad); }
.standing h1 { margin: 0 0 .375rem; } .good h1 { color: var(--good); } .doubt h1 { color: var(--doubt); } .bad h1 { color: var(--bad); }
.standing h1 + p { font-weight: 400; font-size: 1.0625rem; color: var(--ink); }
ins { background: var(--doubt-wash); color: var(--ink); text-decoration: none; border: 2px solid var(--doubt); border-radius: .25rem; padding: 0 .25rem; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
del { background: var(--bad-wash); color: var(--bad); border-radius: .25rem; padding: 0 .25rem; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
del b { display: inline-block; text-decoration: none; margin-right: .125rem; } ins b { margin-right: .125rem; }
.only-heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.list { list-style: none; padding: 0; margin: 1.5rem 0; }
.list li { border-top: 1px solid var(--rule); padding: .875rem 0; overflow-wrap: anywhere; }
.list a { font-weight: 600; display: inline-block; padding: .25rem 0; }
.list p { margin: .125rem 0 0; }
.state { border-left: .375rem solid; padding-left: .625rem; font-weight: 600; background: none; } .state.good { color: var(--good); } .state.doubt { color: var(--doubt); } .state.bad { color: var(--bad); }
.pages { display: flex; flex-wrap: wrap; gap: 0 1.5rem; } .pages a, .apart > a, p.apart a { display: inline-block; padding: .25rem 0; }
audio, video { display: block; width: 100%; max-width: 36rem; margin: .5rem 0; border-radius: .5rem; background: #000; } audio { background: none; }
figure { margin: 1rem 0; overflow-wrap: anywhere; } figcaption { font-weight: 600; }
button, .button { display: inline-block; text-decoration: none; font: inherit; font-weight: 600; padding: .625rem 1.25rem; margin-top: .75rem; min-height: 2.75rem; border: 0; border-radius: .5rem; background: var(--fill); color: #fff; cursor: pointer; }
button:hover, .button:hover { background: var(--fill-more); }
.plain { background: var(--paper); color: var(--link); border: 1px solid var(--link); } .plain:hover { background: var(--fill); color: #fff; }
.acts { list-style: none; padding: 0; margin: 0 0 1rem; } .acts .button { margin-top: .5rem; }
.danger { background: var(--stop); } .danger:hover { background: var(--stop-more); }
.records { padding-left: 1.5rem; margin: 0 0 .75rem; } .records li { padding: .25rem 0; overflow-wrap: anywhere; }
.records a { display: inline-block; padding: .125rem 0; }
h3 { overflow-wrap: anywhere; } dd .hint { display: block; }
.apart h2 { margin-top: 0; }
.apart { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--rule); }
.lead { font-size: 1.125rem; color: var(--quiet); }
form + .ways { margin-top: .875rem; }
@media (max-width: 39.99rem) { main { border-left: 0; border-right: 0; border-radius: 0; } .house { gap: .5rem; } .house img { width: 1.75rem; height: 1.75rem; } }
@media (min-width: 40rem) { main { padding: 2.25rem 2.5rem 2.5rem; } header, footer { padding-left: 0; padding-right: 0; } h1 { font-size: 2rem; line-height: 1.2; } h2 { font-size: 1.375rem; } dl { grid-template-columns: 11rem 1fr; } dd { margin-bottom: .375rem; } .houses { font-size: .9375rem; } }
@media (min-width: 40rem) and (max-width: 48rem) { header, footer { padding-left: 1rem; padding-right: 1rem; } }
@media print { .skip, .language, form, .doors, .button, div.apart, p.apart { display: none; } body { border: 0; background: #fff; font-size: 11pt; } header, main, footer { max-width: none; border: 0; padding: 0; } header { margin-bottom: 1.25rem; } footer { margin-top: 2rem; } h2, h3 { break-after: avoid; } blockquote, .standing, dl { break-inside: avoid; } a { color: inherit; } }
`;
