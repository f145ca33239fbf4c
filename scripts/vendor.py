"""Copy the front-end files that the portal serves out of npm packages.

Run by ``make vendor`` when a version changes in package.json; needs Node. Its results
are committed, so that neither a fresh machine nor production needs Node.
"""

import hashlib
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
STATIC = ROOT / "static" / "vendor"
BROWSER_TESTS = ROOT / "tests" / "browser" / "vendor"
SVG = "http://www.w3.org/2000/svg"

COPIED = {
    "bootstrap": (
        STATIC / "bootstrap",
        ("dist/css/bootstrap.min.css", "LICENSE"),
    ),
    "echarts": (STATIC / "echarts", ("dist/echarts.min.js", "LICENSE", "NOTICE")),
    "papaparse": (STATIC / "papaparse", ("papaparse.min.js", "LICENSE")),
    "@tabler/icons": (STATIC / "tabler-icons", ("LICENSE",)),
    "axe-core": (BROWSER_TESTS / "axe-core", ("axe.min.js", "LICENSE")),
}
"""Package: where to, and which of its files. Bootstrap's scripts are not used."""

ICONS = ROOT / "scripts" / "icons.txt"
"""One icon a line; ``-filled`` after the name takes the filled drawing."""


def main() -> None:
    """Install what the lock file says, copy it, and write the manifest."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("make vendor needs Node's npm; nothing was changed.")
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=ROOT, check=True)
    written = []
    for package, (folder, names) in COPIED.items():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        written += [copy(PACKAGES / package / name, folder) for name in names]
    written.append(write_sprite(STATIC / "tabler-icons" / "sprite.svg"))
    write_manifest(written)


def copy(source: Path, folder: Path) -> Path:
    """Copy one file without its source map's address, which collectstatic follows."""
    text = source.read_text(encoding="utf-8")
    text = re.sub(r"/[/*]# sourceMappingURL=[^\s*]+(\s*\*/)?\n?", "", text)
    target = folder / source.name
    target.write_text(text, encoding="utf-8")
    return target


def write_sprite(path: Path) -> Path:
    """Gather the icons we use in one SVG of symbols."""
    ET.register_namespace("", SVG)
    sprite = ET.Element(f"{{{SVG}}}svg")
    sprite.extend(symbol(name) for name in ICONS.read_text(encoding="ascii").split())
    ET.indent(sprite, space=" ")
    path.write_text(ET.tostring(sprite, encoding="unicode") + "\n", encoding="utf-8")
    return path


def symbol(name: str) -> ET.Element:
    """Return one icon as a symbol that takes the colour of the text around it."""
    style = "filled" if name.endswith("-filled") else "outline"
    folder = PACKAGES / "@tabler" / "icons" / "icons" / style
    source = folder / f"{name.removesuffix('-filled')}.svg"
    # The icons come from the package that the lock file pins by hash.
    icon = ET.parse(source).getroot()  # noqa: S314
    kept = {key: text for key, text in icon.attrib.items() if key.startswith("stroke")}
    kept |= {"id": name, "viewBox": "0 0 24 24", "fill": icon.get("fill", "none")}
    found = ET.Element(f"{{{SVG}}}symbol", kept)
    found.extend(part for part in icon if part.get("d") != "M0 0h24v24H0z")
    return found


def write_manifest(paths: list[Path]) -> None:
    """Write versions and hashes of what was copied."""
    manifest = {
        "packages": {name: version_of(name) for name in sorted(COPIED)},
        "files": {
            path.relative_to(ROOT).as_posix(): hashlib.sha256(
                path.read_bytes()
            ).hexdigest()
            for path in sorted(paths)
        },
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (STATIC / "manifest.json").write_text(text, encoding="utf-8")


def version_of(package: str) -> str:
    """Return the version that npm installed."""
    description = (PACKAGES / package / "package.json").read_text(encoding="utf-8")
    return str(json.loads(description)["version"])


if __name__ == "__main__":
    main()
