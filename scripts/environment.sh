#!/bin/sh
# Makes the virtual environment and installs polymuse into it, with the few system libraries it needs. Packages are those
# of constraints.txt (`make lock` renews it): a release of one of them changes nothing here until it was tested.
#   scripts/environment.sh PYTHON VENV WHAT      WHAT is what pip installs: "." or ".[dev]"
set -eu
python=$1 venv=$2 what=$3

root() { # run as root where that is possible without asking
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null 2>&1; then sudo -n "$@"; else return 1; fi
}

packages() { # install system packages: Debian's names, then Fedora's, then Alpine's
    if command -v apt-get >/dev/null 2>&1; then root apt-get update -qq && root apt-get install -y -qq $1
    elif command -v dnf >/dev/null 2>&1; then root dnf install -y -q $2
    elif command -v apk >/dev/null 2>&1; then root apk add -q $3
    else return 1; fi
}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "polymuse needs Python 3.11 or later; \`$python\` is not. Name another: make PYTHON=python3.12 film" >&2
    exit 1
fi
if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    rm -rf "$venv"
    "$python" -m venv "$venv" 2>/dev/null || {
        rm -rf "$venv"
        packages python3-venv python3 python3 || true
        "$python" -m venv "$venv"
    }
fi
echo "Installing polymuse and what it stands on into $venv (once; a minute or so) …"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --constraint constraints.txt -e "$what"

# skia's wheel is linked against the system's OpenGL libraries, though drawing here never uses them.
if ! "$venv/bin/python" -c 'import skia' >/dev/null 2>&1; then
    packages "libegl1 libgl1" "libglvnd-egl libglvnd-glx" "libegl mesa-gl" || true
    "$venv/bin/python" -c 'import skia' || {
        echo "Please install the system libraries libEGL.so.1 and libGL.so.1 (on Debian: apt-get install libegl1 libgl1)." >&2
        exit 1
    }
fi

# A better English voice, where it can be had without asking anybody.
if ! command -v flite >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    packages flite flite flite >/dev/null 2>&1 || true
fi
