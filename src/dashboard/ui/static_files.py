"""The style sheets and scripts of this folder, as what `st.html` takes; each file is read once."""

from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files


@cache
def style_sheet(*names: str, **properties: str) -> str:
    """Style sheets of this folder as one; `blue_france="#000091"` is `var(--blue-france)` in them."""
    given = "".join(f"--{name.replace('_', '-')}: {value};" for name, value in properties.items())
    root = f":root {{ {given} }}\n" if given else ""
    return f"<style>{root}{_joined(names)}</style>"


def script(*names: str, **data: str) -> str:
    """Scripts of this folder as one; `cookie="x"` is `document.currentScript.dataset.cookie` in them."""
    given = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    return f"<script{given}>{_joined(names)}</script>"


@cache
def _joined(names: Sequence[str]) -> str:
    return "\n".join((files("dashboard.ui") / name).read_text(encoding="utf-8") for name in names)
