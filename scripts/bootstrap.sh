#!/bin/sh
# Make .venv with what a requirements file pins, from nothing but Python.
# Usage: bootstrap.sh requirements.txt. Does nothing when that is installed already.
set -eu

requirements=$1
venv=.venv
done_with=$venv/.installed-$(basename "$requirements")
oldest='(3, 11)'

fail() {
    echo "$1" >&2
    exit 1
}

is_new_enough() {
    "$1" -c "import sys; sys.exit(sys.version_info < $oldest)" 2>/dev/null
}

find_python() {
    for name in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 && is_new_enough "$name"; then
            echo "$name"
            return
        fi
    done
    return 1
}

if cmp -s "$requirements" "$done_with" && is_new_enough $venv/bin/python; then
    exit 0
fi

if ! is_new_enough $venv/bin/python; then
    python=$(find_python) || fail \
        "需要 Python 3.11 或更高版本 / Python 3.11 or later is needed; name it with make PYTHON=/path/to/python3 …"
    "$python" -c 'import venv, ensurepip' 2>/dev/null || fail \
        "$python 缺少 venv 模块 / $python has no venv module: on Debian and Ubuntu, apt install python3-venv"
    echo "建立 .venv / Making .venv ($("$python" --version))"
    "$python" -m venv --clear $venv
fi

$venv/bin/python -m pip --version >/dev/null 2>&1 || $venv/bin/python -m ensurepip >/dev/null
echo "安装 $requirements 中的依赖 / Installing what $requirements pins"
$venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes --requirement "$requirements" || fail \
    "依赖未能安装，原因见上；再次运行即可继续 / Installing failed, see above; run make again to go on"
cp "$requirements" "$done_with"
