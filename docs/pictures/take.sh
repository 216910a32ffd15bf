#!/bin/sh
# Takes the pictures of the README anew, with the built-in model's own words: docs/pictures/take.sh
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
python=$here/../../.venv/bin/python
CHATLOOM_HOME=$(mktemp -d)
export CHATLOOM_HOME QT_QPA_PLATFORM=offscreen
trap 'rm -rf "$CHATLOOM_HOME"' EXIT
mkdir -p "$CHATLOOM_HOME/config"
"$python" -m desktop_app ask 'Thank you so much, the trip to Norway was wonderful!' >/dev/null
"$python" -m desktop_app ask 'I am furious: the landlord kept my whole deposit.' >/dev/null
"$python" -m desktop_app ask 'What is the capital of France?' >/dev/null
"$python" -m desktop_app ask --assistant 'Code helper' \
    'Lovely weather! Write a Python function that adds two numbers, in a code block.' >/dev/null
for theme in light dark; do
    printf '{"theme": "%s"}' "$theme" >"$CHATLOOM_HOME/config/settings.json"
    "$python" -m desktop_app --picture "$here/chat-$theme.png" >/dev/null
done

# Every feature of a message, in both themes and at both densities, for a look beside a browser's.
PYTHONPATH=$here/../.. "$python" "$here/showcase.py" "$CHATLOOM_HOME"
for theme in light dark; do
    for scale in 1 2; do
        printf '{"theme": "%s", "window": [1100, 2150]}' "$theme" >"$CHATLOOM_HOME/config/settings.json"
        QT_SCALE_FACTOR=$scale "$python" -m desktop_app --picture "$here/showcase-$theme-$scale.png" >/dev/null
    done
done
