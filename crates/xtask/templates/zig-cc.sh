#!/bin/sh
# Zig as C compiler for the build scripts of a check; written by `cargo xtask check-targets`.
# The target is named here, so flags that name one are dropped. Objective-C needs headers that only a Mac
# has: its answer is an empty object, which is enough where nothing is linked.
set -eu
zig=@ZIG@
objective_c=
object=
left=$#
while [ "$left" -gt 0 ]; do
    word=$1
    shift
    left=$((left - 1))
    case $word in
    -arch | -isysroot | -target)
        shift
        left=$((left - 1))
        continue
        ;;
    --target=* | -m*-version-min=*) continue ;;
    -o) object=$1 ;;
    *.m) objective_c=yes ;;
    esac
    set -- "$@" "$word"
done
if [ -n "$objective_c" ] && [ -n "$object" ]; then
    exec "$zig" cc -target @TARGET@ -x c -c /dev/null -o "$object"
fi
exec "$zig" cc -target @TARGET@ "$@"
