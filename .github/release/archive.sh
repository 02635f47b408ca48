#!/usr/bin/env bash
# archive.sh PROGRAM TARGET FOLDER: packs a built program into the archive of a release, in FOLDER.
# The program is run for what it says of itself, so it must be one for this computer. From the project's root.
set -euo pipefail

program=$1 target=$2 out=$(mkdir -p "$3" && cd "$3" && pwd)
version=$("$program" --version)
name=mirabridge-oauth-${version##* }-$target

staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
folder=$staging/$name
mkdir -p "$folder/completions"
cp "$program" README.md LICENSE CHANGELOG.md "$folder"
"$program" man --dir "$folder/man"
while read -r shell file; do
  "$program" completions "$shell" >"$folder/completions/$file"
done <<'FILES'
bash mirabridge-oauth.bash
elvish mirabridge-oauth.elv
fish mirabridge-oauth.fish
powershell _mirabridge-oauth.ps1
zsh _mirabridge-oauth
FILES

case $target in
  *-windows-*) (cd "$staging" && 7z a -bso0 "$out/$name.zip" "$name") ;;
  *) tar -C "$staging" -czf "$out/$name.tar.gz" "$name" ;;
esac
