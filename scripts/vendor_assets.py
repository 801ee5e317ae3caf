#!/usr/bin/env python3
"""Fetches the browser assets and PDF fonts that the product ships, checks their SHA-512, edits what must not ship.

Run by hand when a version changes (`python scripts/vendor_assets.py`); needs npm, and apt-get + dpkg-deb for the fonts.
Never run by the product: the results are committed. It writes static/vendor, static/fonts and tests/fixtures.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
FONTS = ROOT / "static" / "fonts"
FIXTURES = ROOT / "tests" / "fixtures"


@dataclass(frozen=True)
class Package:
    """One pinned npm package: where it comes from, what it must hash to, and under what licence it is shipped."""

    name: str
    version: str
    sha512: str
    licence: str
    folder: str


GOVUK = Package(
    "govuk-frontend",
    "6.3.0",
    "717210c66e4f1c2b1b89ce3b19766b54166101e7ac8532d12fa6412a294bb11e"
    "ab3028c9b966fb16bbaad1550d30124594993fb2bb118ffabc7796ccf5c80aa0",
    "MIT, Copyright (C) 2017 Crown Copyright (Government Digital Service)",
    "govuk",
)
MOJ = Package(
    "@ministryofjustice/frontend",
    "11.1.0",
    "d5b9146e6d8ce03a5ca57fe93a6ba641106c6c9728f56d91c2626fe61fd90bf6"
    "6aac03a7dbf163a45f80eef4b482cee8317062cebf4ee61b83ad261b2f1ef737",
    "MIT, Copyright (c) Crown Copyright (Ministry of Justice)",
    "moj",
)
AXE = Package(
    "axe-core",
    "4.14.1",
    "1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b73"
    "4f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5",
    "MPL-2.0, Deque Systems (tests only)",
    "axe",
)
FONT_PACKAGE = "fonts-liberation2=2.1.5-1"
FONT_SHA512 = (
    "c92046e397b9b7b84e68567a55a8792fb9c5f81e0478e2d73403f2de27409f5d"
    "51db3b7613ab30d40d86d40a53179a0d0c1885f63d769644165c22bc34619f29"
)
FONT_FACES = ("Regular", "Bold", "Italic", "BoldItalic")

# The components whose official fixtures are compared with what the Jinja macros draw: those that the product uses.
COMPONENTS = (
    "back-link",
    "breadcrumbs",
    "button",
    "character-count",
    "checkboxes",
    "details",
    "error-message",
    "error-summary",
    "fieldset",
    "file-upload",
    "generic-header",
    "hint",
    "input",
    "inset-text",
    "label",
    "notification-banner",
    "pagination",
    "panel",
    "password-input",
    "radios",
    "select",
    "service-navigation",
    "skip-link",
    "summary-list",
    "table",
    "tag",
    "task-list",
    "textarea",
    "warning-text",
)

FONT_FACE = re.compile(r"@font-face\{[^}]*GDS Transport[^}]*\}")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+")
CREST = re.compile(r"url\(/?assets/images/govuk-crest\.svg\)")
ASSET = re.compile(r"url\(assets/images/([^)]+)\)")

MIT_TERMS = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def check(path: Path, expected: str) -> None:
    """Stop with a message when the file is not byte for byte the one that was reviewed."""
    found = hashlib.sha512(path.read_bytes()).hexdigest()
    if found != expected:
        sys.exit(f"{path.name}: SHA-512 is {found}, expected {expected}. Review the package before changing the pin.")


def unpack(package: Package, work: Path) -> Path:
    """The folder of the unpacked, checked npm package."""
    answer = subprocess.run(  # noqa: S603 - fixed command, pinned arguments
        ["npm", "pack", "--json", f"{package.name}@{package.version}"],  # noqa: S607 - npm is where the user has it
        cwd=work,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = work / json.loads(answer.stdout)[0]["filename"].replace("@", "").replace("/", "-")
    check(archive, package.sha512)
    target = work / package.folder
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def edited_css(text: str) -> str:
    """The style sheet without the GDS Transport font, the crest and the source map, and with relative asset paths."""
    text = FONT_FACE.sub("", text)
    text = CREST.sub("none", text)
    text = text.replace("url(/assets/", "url(assets/")
    text = text.replace('"GDS Transport",', "").replace("GDS Transport,", "")
    return SOURCE_MAP.sub("", text)


def vendor_styles(package: Package, dist: Path, stem: str) -> None:
    """Write one package's CSS, JS, licence and just those images that its style sheet asks for."""
    target = VENDOR / package.folder
    shutil.rmtree(target, ignore_errors=True)
    (target / "assets" / "images").mkdir(parents=True)
    css = edited_css((dist / f"{stem}.min.css").read_text())
    (target / f"{stem}.min.css").write_text(css)
    (target / f"{stem}.min.js").write_text(SOURCE_MAP.sub("", (dist / f"{stem}.min.js").read_text()))
    for image in sorted(set(ASSET.findall(css))):
        shutil.copyfile(dist / "assets" / "images" / image, target / "assets" / "images" / image)
    if not any((target / "assets" / "images").iterdir()):
        shutil.rmtree(target / "assets")
    (target / "LICENCE.txt").write_text(f"{package.name} {package.version}\n{package.licence}\n\n{MIT_TERMS}")


def vendor_tests(govuk: Path, axe: Path) -> None:
    """Write the component fixtures and axe-core, which only the tests use."""
    target = FIXTURES / "govuk"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for component in COMPONENTS:
        shutil.copyfile(
            govuk / "dist" / "govuk" / "components" / component / "fixtures.json", target / f"{component}.json"
        )
    (target / "LICENCE.txt").write_text(f"{GOVUK.name} {GOVUK.version}\n{GOVUK.licence}\n\n{MIT_TERMS}")
    target = FIXTURES / "axe"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    shutil.copyfile(axe / "axe.min.js", target / "axe.min.js")
    shutil.copyfile(axe / "LICENSE", target / "LICENSE")


def vendor_fonts(work: Path) -> None:
    """Write the Liberation Sans faces (metrics of Arial) that the PDF maker embeds, with their licence."""
    subprocess.run(["apt-get", "download", FONT_PACKAGE], cwd=work, check=True)  # noqa: S603, S607 - pinned, as above
    archive = next(work.glob("fonts-liberation2_*.deb"))
    check(archive, FONT_SHA512)
    subprocess.run(["dpkg-deb", "-x", archive.name, "fonts"], cwd=work, check=True)  # noqa: S603, S607 - as above
    FONTS.mkdir(parents=True, exist_ok=True)
    for face in FONT_FACES:
        name = f"LiberationSans-{face}.ttf"
        shutil.copyfile(work / "fonts/usr/share/fonts/truetype/liberation2" / name, FONTS / name)
    shutil.copyfile(work / "fonts/usr/share/doc/fonts-liberation2/copyright", FONTS / "LICENCE-Liberation.txt")


def record() -> None:
    """Write VENDORED.md: what is shipped, from where, and what was changed."""
    rows = [f"| {p.name} | {p.version} | {p.licence} | `{p.sha512}` |" for p in (GOVUK, MOJ, AXE)] + [
        f"| Liberation Sans (Debian {FONT_PACKAGE}) | 2.1.5 | SIL OFL 1.1 | `{FONT_SHA512}` |"
    ]
    text = "\n".join(
        [
            "# Vendored assets",
            "",
            "Written by `scripts/vendor_assets.py`; change the pins there and run it again, never edit by hand.",
            "Move govuk-frontend only when `tests/ui/test_govuk_fixtures.py` passes whole with the new fixtures.",
            "",
            "| Package | Version | Licence | SHA-512 of the package file |",
            "|---|---|---|---|",
            *rows,
            "",
            "Changes made: no GDS Transport font, no crown, crest or GOV.UK icons (none of them is under the MIT",
            "licence, and this is not a GOV.UK page); asset paths made relative so that they can be hashed; source map",
            "comments removed, because their files are not shipped.",
            "",
            "axe-core and the component fixtures live under `tests/fixtures/` and are never served.",
            "",
        ]
    )
    (VENDOR / "VENDORED.md").write_text(text)


def main() -> None:
    """Fetch, check, edit and write everything."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        govuk, moj, axe = (unpack(package, work) for package in (GOVUK, MOJ, AXE))
        vendor_styles(GOVUK, govuk / "dist" / "govuk", "govuk-frontend")
        vendor_styles(MOJ, moj / "moj", "moj-frontend")
        vendor_tests(govuk, axe)
        vendor_fonts(work)
    record()


if __name__ == "__main__":
    main()
