#!/usr/bin/env bash
# Candidates hashed per second by the ARN search, compared with OpenSSL on blocks of the same size and on as
# many cores, both in one run. The result is the ratio.
set -euo pipefail
cd "$(dirname "$0")/.."
ours=$(cargo bench -q --bench hashing 2>/dev/null)
rate=$(awk '/candidates_per_second/ { print $2 }' <<<"$ours")
bytes=$(awk '/bytes_a_candidate/ { print $2 }' <<<"$ours")
# The last line of `openssl speed` gives thousands of bytes a second: `sha256   123456.78k`.
kilobytes=$(openssl speed -evp sha256 -multi "$(nproc)" -bytes "$bytes" -seconds 3 2>/dev/null |
  awk 'tolower($1) ~ /sha256/ { value = $NF } END { sub(/k$/, "", value); print value }')
awk -v rate="$rate" -v kb="$kilobytes" -v bytes="$bytes" 'BEGIN {
  theirs = kb * 1000 / bytes
  printf "samlayers %.1f million candidates/s   openssl %.1f million blocks of %d bytes/s   ratio %.2f\n",
    rate / 1e6, theirs / 1e6, bytes, rate / theirs
}'
