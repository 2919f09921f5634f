# Sourced by the other scripts: a virtual environment in .venv, with the packages of one requirements file and, from
# constraints.txt, all that these need.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
requirements="$1"
if [ ! -x .venv/bin/python ]; then
  "${PYTHON:-python3}" -m venv .venv
fi
stamp=".venv/.installed-$requirements"
if [ ! -f "$stamp" ] || [ -n "$(find "$requirements" requirements.txt constraints.txt pyproject.toml -newer "$stamp")" ]; then
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$requirements" -c constraints.txt
  touch "$stamp"
fi
