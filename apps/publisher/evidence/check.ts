/** check.sh: needs a POSIX shell, sha256sum and grep, and nothing of Siar's. */
export const CHECK = `#!/bin/sh
# Memeriksa berkas bukti ini. / Checks this folder. README.txt: what is computed here, and why.
cd "$(dirname "$0")" || exit 1
fail() {
  echo "RUSAK / BROKEN: $1" >&2
  exit 1
}
sha() {
  printf '%s' "$1" | sha256sum | cut -c 1-64
}

sha256sum -c --quiet SHA256SUMS || fail "a file is not the one that was written"

digest=$(sha256sum document.json | cut -c 1-64)
grep -q "\\"digest\\": \\"$digest\\"" approval.json || fail "document.json is not a submission in approval.json"

# chain.txt: position, hash before, digest of the entry, hash = SHA-256(hash before, digest)
last=
while read -r position previous entry hash; do
  [ -z "$last" ] || [ "$previous" = "$last" ] || fail "chain.txt: $position does not follow the one before"
  [ "$(sha "$previous$entry")" = "$hash" ] || fail "chain.txt: $position has a wrong hash"
  last=$hash
done <chain.txt

# audit.jsonl: {"entry":…,"seal":…}; the seal's digest = SHA-256(entry)
before='{"entry":'
between=',"seal":'
waiting=0
while IFS= read -r line; do
  entry=\${line#"$before"}
  seal=\${entry##*"$between"}
  entry=\${entry%"$between"*}
  case $seal in
  null*) waiting=$((waiting + 1)) ;;
  *) grep -q " $(sha "$entry") " chain.txt || fail "audit.jsonl: not in the chain: $entry" ;;
  esac
done <audit.jsonl

[ "$waiting" = 0 ] || echo "Belum disegel / not sealed yet: $waiting"
echo "UTUH / WHOLE: document $digest, chain up to $last"
`;
