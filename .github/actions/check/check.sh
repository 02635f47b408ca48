#!/usr/bin/env bash
# Runs the check, with the inputs of the action as arguments and never as shell text.
#
# From the action: PROGRAM, REGION, CLIENT_ID, TARGETS, AUDIT, GRANT, DEPLOYMENT, FAIL_ON, ARGS.
# From the runner: RUNNER_TEMP, GITHUB_OUTPUT; the program itself reads GITHUB_STEP_SUMMARY.
set -euo pipefail

if command -v cygpath >/dev/null; then RUNNER_TEMP=$(cygpath --mixed "$RUNNER_TEMP"); fi
report=$(mktemp "$RUNNER_TEMP/mirabridge-oauth-report.XXXXXX")
arguments=(--format=github "--report=json=$report" "--grant=$GRANT" "--fail-on=$FAIL_ON")
case $AUDIT in
  true) arguments=(audit "${arguments[@]}") ;;
  false) arguments=(check "${arguments[@]}" "--deployment=$DEPLOYMENT") ;;
  *)
    printf '::error title=mirabridge-oauth::audit is neither true nor false\n'
    exit 2
    ;;
esac
if [[ -n $REGION ]]; then arguments+=("--region=$REGION"); fi
if [[ -n $CLIENT_ID ]]; then arguments+=("--client-id=$CLIENT_ID"); fi
if [[ -n $TARGETS ]]; then arguments+=("--targets=$TARGETS"); fi
while IFS= read -r argument; do
  argument=${argument%$'\r'}
  [[ -z $argument ]] || arguments+=("$argument")
done <<<"$ARGS"

status=0
"$PROGRAM" "${arguments[@]}" || status=$?

# The report is indented by two, so that this is the verdict of the whole and nobody else's word.
verdict=$(sed -n 's/^  "verdict": "\([a-z]*\)",*$/\1/p' "$report")
{
  printf 'verdict=%s\n' "$verdict"
  printf 'exit-status=%s\n' "$status"
  printf 'report=%s\n' "$report"
} >>"$GITHUB_OUTPUT"
exit "$status"
