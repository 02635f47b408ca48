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
has .github/actions/check/action.yml "    default: $version"
has .github/examples/nightly-check.yml "# v$version"
has .github/examples/gitlab-ci.yml "  VERSION: $version"
has .github/examples/Jenkinsfile "VERSION = '$version'"
has .github/examples/cronjob.yaml "mirabridge-oauth:$version@"

if [[ $# -gt 0 ]]; then
  [[ $1 == "v$version" ]] || complain "the tag is $1, and Cargo.toml says $version"
  has CHANGELOG.md "## [$version] - "
  repository=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY
  has Cargo.toml "repository = \"$repository\""
  if grep -rn OWNER .github/examples; then complain 'the examples do not name the repository'; fi
fi
exit "$status"
