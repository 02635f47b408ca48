#!/usr/bin/env bash
# check-version.sh [TAG]: one version everywhere, and a tag that names it. From the project's root.
set -euo pipefail

status=0
complain() {
  printf '%s\n' "$*" >&2
  status=1
}

version=$(awk -F '"' '/^version = / { print $2; exit }' Cargo.toml)
# has FILE TEXT: whether the file has the text as a part of a line.
has() { grep -qF -- "$2" "$1" || complain "$1 lacks: $2"; }
for file in Containerfile cronjob.yaml indexed-job.yaml; do
  has ".github/examples/$file" "mirabridge-oauth:$version"
done

if [[ $# -gt 0 ]]; then
  [[ $1 == "v$version" ]] || complain "the tag is $1, and Cargo.toml says $version"
  has CHANGELOG.md "## [$version] - "
  repository=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY
  has Cargo.toml "repository = \"$repository\""
  if grep -n OWNER .github/SECURITY.md; then complain 'SECURITY.md does not name the repository'; fi
fi
exit "$status"
